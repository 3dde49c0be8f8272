import BuiltDaemon
import Foundation
import Testing

/// `invitationctl import --from` against a server that has the sample school as an API would give it.
@Suite struct FeedFromAPITests {
    private let token = "s3cret-0f-the-bl4ck-box"

    @Test("R32: a roster fetched from an API is the roster of the same pages in a folder; R39: the token is nowhere to be seen")
    func fromAPI() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 45).exitCode == 0)
        let fromFolder = try await daemon.contacts()
        try #require(!fromFolder.isEmpty)

        let tokenFile = daemon.folder.appending(path: "token")
        try Data("\(token)\n".utf8).write(to: tokenFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokenFile.path)
        let server = try SchoolSystem(pages: daemon.folder.appending(path: "school"), school: BuiltDaemon.school)
        // A proxy that does not exist: it must not be asked.
        let proxy = "http://127.0.0.1:1"
        let imported = try await daemon.ctl(
            "roster", "import", "--from", server.url, "--token-file", tokenFile.path, "--json",
            environment: ["http_proxy": proxy, "all_proxy": proxy, "no_proxy": ""])
        #expect(imported.exitCode == 0, "\(imported.errors)")
        // The same feed again changes nothing (R36), so all of it was there, and the same.
        #expect(try imported.json()["contactsUnchanged"] as? String == String(fromFolder.count), "\(imported.output)")
        #expect(try await daemon.contacts() == fromFolder)

        // The server has no answers left: the next import fails, and the roster stays.
        let refused = try await daemon.ctl("roster", "import", "--from", server.url, "--token-file", tokenFile.path)
        #expect(refused.exitCode == 67)
        #expect(refused.errors.contains("FEED_UNREADABLE") && refused.errors.contains("status 410"), "\(refused.errors)")
        #expect(try await daemon.contacts() == fromFolder)

        let asked = server.stop()
        #expect(asked.contains("Bearer \(token)"))
        for text in [imported.output, imported.errors, refused.output, refused.errors, daemon.log()] { #expect(!text.contains(token)) }
        #expect(await daemon.stop() == 0)
    }

    @Test("A command line that cannot be followed ends with 64")
    func commandLine() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        for arguments in [[], ["folder", "--from", "https://a.example/S1"], ["--from", "https://a.example/S1"]] {
            var words = arguments
            while words.count < 3 { words.append("--json") }
            let refused = try await daemon.ctl("roster", "import", words[0], words[1], words[2])
            #expect(refused.exitCode == 64)
            #expect(refused.errors.contains("USAGE"), "\(refused.errors)")
        }
    }
}
