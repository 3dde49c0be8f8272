import Foundation
import InvitationStore
import Invitations
import RPC
import RPCServices
import Testing

@testable import InvitationServer

@Suite struct ErrorRegistryTests {
    /// `reason: code` of every row of docs/errors.md.
    static let documented: [String: String] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = (try? String(contentsOf: root.appending(path: "docs/errors.md"), encoding: .utf8)) ?? ""
        var rows: [String: String] = [:]
        for match in text.matches(of: /(?m)^\| `(?<reason>[A-Z0-9_]+)` \| (?<code>[A-Z_]+) \|/) {
            rows[String(match.reason)] = String(match.code)
        }
        return rows
    }()

    @Test("Every reason the service and the wire give is documented with its code")
    func everyReasonIsDocumented() {
        var codes: [String: StatusCode] = [:]
        for reason in InvitationError.Reason.allCases { codes[reason.rawValue] = reason.code }
        for reason in AccessReason.allCases { codes[reason.rawValue] = reason.code }
        for reason in StoreReason.allCases { codes[reason.rawValue] = reason.code }
        for reason in WireReason.allCases { codes[reason.rawValue] = reason.code }
        for reason in HealthReason.allCases { codes[reason.rawValue] = reason.code }
        for (reason, code) in codes { #expect(Self.documented[reason] == code.description, "\(reason)") }
        let ofMessages: Set = ["MALFORMED_MESSAGE", "INVALID_UTF8", "EMBEDDED_NUL", "MESSAGE_TOO_COMPLEX", "UNIMPLEMENTED"]
        let ofClients: Set = ["CERTIFICATE_REFUSED", "SERVER_NOT_TRUSTED", "CLIENT_SHUT_DOWN", "TOO_MANY_WAITING"]
        #expect(Set(Self.documented.keys) == Set(codes.keys).union(ofMessages).union(ofClients))
    }

    @Test("What is not meant for a caller is not told: an unknown cause has no public error")
    func causesStayInside() {
        struct Cause: Error {}
        #expect(RPCError.telling(Cause()) == nil)
        #expect(RPCError.telling(StoreError.outcomeUnknown)?.code == .unavailable)
        let error = InvitationError(.expired, "message", ["a": "b"])
        #expect(
            RPCError.telling(error)
                == RPCError(.failedPrecondition, reason: "EXPIRED", "message", domain: "invitation.v1", metadata: ["a": "b"]))
    }
}
