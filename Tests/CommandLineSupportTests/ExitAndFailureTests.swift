import CommandLineSupport
import RPC
import RPCTransport
import RosterFeed
import Testing

@Suite("How a command ends")
struct ExitAndFailureTests {
    @Test("A failed call ends with 64 plus its code", arguments: 1...16 as ClosedRange<Int32>)
    func codes(code: Int32) {
        #expect(FailureReport(RPCError(StatusCode(rawValue: code), reason: nil, "no")).exitStatus == 64 + code)
    }

    @Test("A code without a name counts as UNKNOWN", arguments: [0, 17, -1, 1000] as [Int32])
    func strangeCodes(code: Int32) {
        #expect(FailureReport(RPCError(StatusCode(rawValue: code), reason: nil, "no")).exitStatus == 66)
    }

    @Test("A wrong command line and files that do not fit end with 64, a wrong feed with 67, anything else with 66")
    func localErrors() {
        struct Strange: Error {}
        #expect(FailureReport(UsageError("say more")).exitStatus == 64)
        #expect(FailureReport(FeedError(file: "students.json", problem: "no")).exitStatus == 67)
        #expect(FailureReport(Strange()).exitStatus == 66)
        #expect(
            #expect(throws: (any Error).self) { try TLSClientContext(TLSClientConfiguration(serverAuthoritiesFile: "/nonexistent")) }
                .map { FailureReport($0).exitStatus } == 64)
    }

    private let error = RPCError(
        .aborted, reason: "PLAN_CHANGED", "Review\nagain \u{1B}[2J.", domain: "invitation.v1", metadata: ["contact_ids": "a,b", "at": "x"],
        retryAfter: .seconds(3))

    @Test("A person is told code, reason, message and metadata, whatever is in them")
    func text() {
        #expect(
            FailureReport(error).text == """
                invitationctl: ABORTED / PLAN_CHANGED
                  Review
                again \\u{1b}[2J.
                  at: x
                  contact_ids: a,b
                  retry_after_seconds: 3

                """)
    }

    @Test("A program is told the same as one object")
    func json() {
        #expect(
            FailureReport(error).json == """
                {
                  "code": 10,
                  "status": "ABORTED",
                  "reason": "PLAN_CHANGED",
                  "domain": "invitation.v1",
                  "message": "Review\\nagain \\u001b[2J.",
                  "metadata": {
                    "at": "x",
                    "contact_ids": "a,b",
                    "retry_after_seconds": "3"
                  }
                }

                """)
    }
}
