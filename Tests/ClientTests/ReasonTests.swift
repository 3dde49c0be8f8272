import Foundation
import Invitations
import Testing

@testable import InvitationClient

@Suite("Reasons")
struct ReasonTests {
    @Test("The client names every reason the domain gives, and no other")
    func complete() {
        #expect(Set(InvitationReason.all) == Set(InvitationError.Reason.allCases.map(\.rawValue)))
        #expect(Set(InvitationReason.all).count == InvitationReason.all.count)
    }

    @Test("The client names every documented reason of the service but the store's, which are told by their codes")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/errors.md"), encoding: .utf8)
        let table = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("Of the service") })
        let reasons = Set(table.matches(of: /(?m)^\| `([A-Z0-9_]+)`/).map { String($0.1) })
        let ofStore: Set = ["CALL_WITHDRAWN", "STORE_UNAVAILABLE", "OUTCOME_UNKNOWN"]
        #expect(Set(InvitationReason.all + InvitationReason.ofAccess) == reasons.subtracting(ofStore))
    }
}
