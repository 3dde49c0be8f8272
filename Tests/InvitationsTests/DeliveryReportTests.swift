import Testing

@testable import Invitations

@Suite("What a report changes")
struct DeliveryReportTests {
    private func invitation(_ delivery: DeliveryState, detail: String = "", mailed: Bool = true) -> Invitation {
        Invitation(
            generation: 1, nonce: InvitationNonce(bytes: Array(0..<16)), tokenKeyID: 1, invitedAt: Instant(milliseconds: 1),
            mailedAt: mailed ? Instant(milliseconds: 2) : nil, mailedTo: "a@example.net", delivery: delivery, deliveryDetail: detail)
    }

    private func verdict(_ delivery: DeliveryState, _ action: DeliveryReport.Action, _ status: String, mailed: Bool = true) throws
        -> ReportVerdict
    {
        let report = DeliveryReport(action, status: try #require(EnhancedStatus(status)), diagnostic: "")
        return invitation(delivery, mailed: mailed).verdict(on: report)
    }

    @Test(
        "R23: of a mail that was sent, failed with 5.1.x is BOUNCED, given up for any other reason FAILED, and a delay only noted",
        arguments: [
            (DeliveryReport.Action.failed, "5.1.1", ReportVerdict.bounced), (.failed, "5.1.10", .bounced), (.failed, "5.1.0", .bounced),
            (.failed, "5.2.2", .failed), (.failed, "5.7.1", .failed), (.failed, "5.0.0", .failed), (.failed, "5.11.1", .failed),
            (.failed, "4.4.1", .failed), (.failed, "4.1.1", .failed), (.failed, "2.0.0", .unchanged), (.delayed, "4.4.1", .noted),
            (.delayed, "5.1.1", .noted), (.delivered, "2.0.0", .unchanged), (.relayed, "5.1.1", .unchanged),
            (.expanded, "5.1.1", .unchanged),
        ])
    func ofASentMail(_ action: DeliveryReport.Action, _ status: String, _ expected: ReportVerdict) throws {
        #expect(try verdict(.sent, action, status) == expected)
    }

    @Test("R23: it overrides SENT and what had left all the same; an ending that is known stays")
    func byState() throws {
        for state in DeliveryState.allCases {
            let isOpen = [.queued, .deferred, .held].contains(state)
            #expect(try verdict(state, .failed, "5.1.1") == (state == .sent || isOpen ? .bounced : .unchanged), "\(state)")
            #expect(try verdict(state, .delayed, "4.4.1") == (state == .sent ? .noted : .unchanged), "\(state)")
            if isOpen { #expect(try verdict(state, .failed, "5.1.1", mailed: false) == .unchanged) }
        }
        let delayed = DeliveryReport(.delayed, status: try #require(EnhancedStatus("4.4.1")), diagnostic: "no route")
        #expect(invitation(.sent, detail: "4.4.1 no route").verdict(on: delayed) == .unchanged)
    }

    @Test("R39: a diagnostic is one line of bounded length, begun with its status")
    func details() throws {
        let status = try #require(EnhancedStatus("5.1.1"))
        func detail(_ text: String) -> String { DeliveryReport(.failed, status: status, diagnostic: text).detail }
        #expect(detail("") == "5.1.1")
        #expect(detail("550 no\r\n\u{202e}such\u{0}user ") == "5.1.1 550 no such user")
        #expect(detail("5.1.1 unknown") == "5.1.1 unknown")
        #expect(detail(String(repeating: "w", count: 100_000)).utf8.count == 206)
    }

    @Test(
        "An enhanced status code is three numbers of RFC 3463, and nothing else",
        arguments: ["", "5", "5.1", "5.1.1.1", "3.1.1", "05.1.1", "5.1111.1", "5.1.", "5.-1.1", " 5.1.1", "5.1.1 ", "５.1.1"])
    func codes(_ text: String) throws {
        #expect(EnhancedStatus(text) == nil)
        #expect(EnhancedStatus("5.999.0")?.text == "5.999.0")
    }
}
