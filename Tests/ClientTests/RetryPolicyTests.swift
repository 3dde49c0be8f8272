import InvitationAPI
import RPC
import Testing

@testable import InvitationClient

@Suite("Which failed calls are made again")
struct RetryPolicyTests {
    let policy = RetryPolicy(attemptsMax: 3, backoff: Backoff(initial: .seconds(1), maximum: .seconds(60), jitter: 0))
    let lost = WireReason.connectionLost.error("lost")

    private func delay(
        _ error: RPCError, _ method: MethodDescriptor, attempt: Int = 1, isRepeatable: Bool = false, remaining: Duration = .seconds(100)
    ) -> Duration? {
        policy.delay(after: error, of: method, attempt: attempt, isRepeatable: isRepeatable, remaining: remaining, jitter: 0)
    }

    @Test(
        "A call that was certainly not executed is made again, whatever it does",
        arguments: [WireReason.draining, .notConnected, .tooManyStreams])
    func notExecuted(reason: WireReason) {
        #expect(delay(reason.error("no"), InvitationServiceMethods.decline) == .seconds(1))
    }

    @Test("A call that may have been executed is made again only where twice is as good as once")
    func maybeExecuted() {
        #expect(delay(lost, InvitationServiceMethods.decline) == nil)
        #expect(delay(lost, InvitationServiceMethods.decline, isRepeatable: true) == .seconds(1))
        for method in InvitationServiceMethods.all where method.hasNoSideEffects {
            #expect(delay(lost, method) == .seconds(1))
        }
        #expect(delay(lost, MethodDescriptor(service: "other.Service", method: "Redeem", kind: .unary)) == nil)
    }

    @Test(
        "R16, R27: methods that carry a request_id, and Redeem, are repeatable",
        arguments: [
            InvitationServiceMethods.sendInvitations, InvitationServiceMethods.reinvite, InvitationServiceMethods.revokeAccess,
            InvitationServiceMethods.redeem,
        ])
    func idempotent(method: MethodDescriptor) {
        #expect(delay(lost, method) == .seconds(1))
    }

    @Test("Every code but UNAVAILABLE would come again and is not worth an attempt")
    func otherCodes() {
        for code in 1...16 where code != 14 {
            let error = RPCError(StatusCode(rawValue: Int32(code)), reason: "X", "no", wasNotExecuted: true)
            #expect(delay(error, InvitationServiceMethods.listContacts, isRepeatable: true) == nil)
        }
    }

    @Test("A server that is not trusted will not be trusted a moment later")
    func notTrusted() {
        let error = RPCError(.unavailable, reason: "SERVER_NOT_TRUSTED", "no", wasNotExecuted: true)
        #expect(delay(error, InvitationServiceMethods.listContacts) == nil)
    }

    @Test("R41: an operator's decision does not come within a call's time")
    func unreleased() {
        let error = RPCError(.unavailable, reason: "RESTORED_UNRELEASED", "no")
        #expect(delay(error, InvitationServiceMethods.redeem) == nil)
    }

    @Test("Attempts end at their limit and not before")
    func attempts() {
        #expect(delay(lost, InvitationServiceMethods.redeem, attempt: 2) == .seconds(2))
        #expect(delay(lost, InvitationServiceMethods.redeem, attempt: 3) == nil)
    }

    @Test("A wait that would outlast the timeout is not begun")
    func timeout() {
        #expect(delay(lost, InvitationServiceMethods.redeem, remaining: .milliseconds(1001)) == .seconds(1))
        #expect(delay(lost, InvitationServiceMethods.redeem, remaining: .seconds(1)) == nil)
    }

    @Test("The server's own delay is waited for")
    func retryAfter() {
        var error = lost
        error.retryAfter = .seconds(7)
        #expect(delay(error, InvitationServiceMethods.redeem) == .seconds(7))
    }

    @Test("Waits double up to the longest, and are drawn from their upper part")
    func backoff() {
        let backoff = Backoff(initial: .seconds(1), maximum: .seconds(5), jitter: 0.5)
        #expect([0, 1, 2, 3, 4, 1000].map { backoff.delay(afterFailures: $0, jitter: 0) } == [0, 1, 2, 4, 5, 5].map { .seconds($0) })
        #expect(backoff.delay(afterFailures: 2, jitter: 0.5) == .seconds(1.5))
        #expect(backoff.delay(afterFailures: 2, jitter: 0.999) > .seconds(1))
    }
}
