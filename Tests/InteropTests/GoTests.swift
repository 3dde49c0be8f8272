import BuiltDaemon
import Foundation
import Testing

/// containerd's own ttrpc, from Debian, over Go's crypto/tls: its client against our daemon, our client against its server.
@Suite(.serialized) struct GoTests {
    /// The Go program, built once from `GoPeer/`.
    static let peer = Task {
        let folder = FileManager.default.temporaryDirectory.appending(path: "invitation-go-peer").path
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "GoPeer/build").path
        return try await succeeding(script, [folder]).output.split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test("The Go client lists, sends, invites again and redeems against our daemon, and reads our errors")
    func goClient() async throws {
        let peer = try await Self.peer.value
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 10).exitCode == 0)
        let someone = try #require(try await daemon.contacts().first(where: \.isInvitable)).id
        func call(_ role: String, _ lines: String...) async throws -> [String] {
            let pki = daemon.folder.appending(path: "pki").path
            let outcome = try await run(
                peer, ["call", daemon.address, "\(pki)/ca.pem", "\(pki)/\(role).pem", "\(pki)/\(role).key"],
                input: lines.joined(separator: "\n") + "\n")
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").map(String.init)
        }
        let school = "school_id: \"\(BuiltDaemon.school)\""

        let first = try await call(
            "portal", "ListContacts\t\(school) page_size: 3 include_counts: true",
            "SendInvitations\t\(school) contacts: <contact_ids: \"\(someone)\"> request_id: \"11111111-2222-3333-4444-555555555555\"",
            "SendInvitations\t\(school) contacts: <contact_ids: \"\(someone)\"> request_id: \"11111111-2222-3333-4444-555555555555\"",
            "Reinvite\t\(school) contacts: <contact_ids: \"\(someone)\"> request_id: \"11111111-2222-3333-4444-555555555556\"",
            "ListContacts\tschool_id: \"nobody's\"")
        #expect(first.count == 5)
        #expect(first[0].hasPrefix("OK\t") && first[0].contains("next_page_token") && first[0].contains("counts"))
        #expect(first[1].hasPrefix("OK\t") && first[1].contains("OUTCOME_QUEUED"))
        #expect(first[2] == first[1], "the same request id gets the same answer")
        #expect(first[3].hasPrefix("OK\t") && first[3].contains("OUTCOME_TOO_SOON"))
        #expect(first[4].hasPrefix("NotFound\t"))

        let token = try #require(try await daemon.emails(count: 1).first).token
        let redeemed = try await call(
            "registration", "Redeem\ttoken: \"\(token)\" validate_only: true", "Redeem\ttoken: \"\(token)\" account_id: \"go\"",
            "Redeem\ttoken: \"\(token)\" account_id: \"rust\"")
        #expect(redeemed[0].hasPrefix("OK\t") && !redeemed[0].contains(someone))
        #expect(redeemed[1].hasPrefix("OK\t") && redeemed[1].contains(someone))
        #expect(redeemed[2].hasPrefix("AlreadyExists\t"))
    }

    @Test("Our client calls a Go server: answers, an empty answer, an error, a deadline")
    func goServer() async throws {
        let peer = try await Self.peer.value
        let daemon = try await BuiltDaemon()  // for its PKI and its client; the daemon itself stays off
        let pki = daemon.folder.appending(path: "pki").path
        let server = Process()
        server.executableURL = URL(filePath: peer)
        server.arguments = ["serve", "\(pki)/server.pem", "\(pki)/server.key", "\(pki)/ca.pem"]
        let (input, output) = (Pipe(), Pipe())
        server.standardInput = input
        server.standardOutput = output
        try server.run()
        defer {
            try? input.fileHandleForWriting.close()  // the peer ends with its standard input
            server.waitUntilExit()
        }
        let address = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let port = address.split(separator: ":").last ?? ""
        let described = try await run(
            "/usr/bin/env",
            [
                "protoc", "-I\(Binaries.repository.path)/Protos", "--include_imports", "--descriptor_set_out=\(pki)/set",
                "invitation/v1/invitation_service.proto",
            ])
        #expect(described.exitCode == 0, "\(described.errors)")
        // ttrpc's servers have no reflection.
        let undescribed = try await daemon.ctl("portal", "services", "--server", "localhost:\(port)")
        #expect(undescribed.exitCode == 64 + 12 && undescribed.errors.contains("--descriptors FILE"), "\(undescribed.errors)")
        func call(_ method: String, _ request: String, timeout: String = "10") async throws -> Outcome {
            try await daemon.ctl(
                "portal", "call", "invitation.v1.InvitationService/\(method)", "-d", request, "--server", "localhost:\(port)",
                "--timeout", timeout, "--descriptors", "\(pki)/set")
        }

        let listed = try await call("ListContacts", #"{"schoolId": "Zoë’s", "pageToken": "t"}"#)
        #expect(listed.exitCode == 0, "\(listed.errors)")
        #expect(listed.output.contains("Zoë’s") && listed.output.contains("\"nextPageToken\""))
        #expect(
            listed.output.contains("\"yearGroup\": \"true\"") || listed.output.contains("\"yearGroup\":\"true\""), "the deadline arrived")
        let sent = try await call("SendInvitations", #"{"schoolId": "x", "contacts": {"contactIds": ["a", "b"]}}"#)
        #expect(sent.output.contains("\"b\"") && sent.output.contains("OUTCOME_QUEUED"))
        let empty = try await call("Reinvite", "{}")
        #expect(empty.exitCode == 0 && empty.output.trimmingCharacters(in: .whitespacesAndNewlines) == "{}")
        let refused = try await call("Redeem", #"{"token": "x"}"#)
        #expect(refused.exitCode == 64 + 9 && refused.errors.contains("expired"))
        let late = try await call("ListContacts", #"{"schoolId": "hang"}"#, timeout: "1")
        #expect(late.exitCode == 64 + 4, "\(late.errors)")
    }
}
