import Invitations
import Testing

@testable import Mail

@Suite("The outbox's pulse")
struct OutboxPulseTests {
    private static let start = Instant(milliseconds: 1_000_000)
    private let pulse = OutboxPulse(at: start)

    private func after(_ seconds: Int64) -> Instant { Self.start.advanced(by: .seconds(seconds)) }

    @Test("An outbox without mail is well, however long nothing happens")
    func idle() { #expect(pulse.ailment(nextDue: nil, at: after(1_000_000)) == nil) }

    @Test("A worker that does nothing while mail is due ails after ten minutes of both")
    func stalled() {
        #expect(pulse.ailment(nextDue: after(0), at: after(599)) == nil)
        #expect(pulse.ailment(nextDue: after(0), at: after(600)) != nil)
        #expect(pulse.ailment(nextDue: after(1), at: after(600)) == nil)
        #expect(pulse.ailment(nextDue: after(1), at: after(601)) != nil)
        // Slow, with a long queue, is not still.
        pulse.leased(at: after(500))
        #expect(pulse.ailment(nextDue: after(0), at: after(1099)) == nil)
        #expect(pulse.ailment(nextDue: after(0), at: after(1100)) != nil)
        pulse.attempted(.accepted, at: after(1000))
        #expect(pulse.ailment(nextDue: after(0), at: after(1599)) == nil)
    }

    @Test(
        "Mail that is put off, and nothing else, for a quarter of an hour ails; an answer for good, even a refusal, ends that",
        arguments: [
            DeliveryAnswer.Kind.accepted, .permanentAddress, .permanentPolicy,
        ])
    func deferring(_ good: DeliveryAnswer.Kind) {
        let later = after(100_000)
        pulse.attempted(.temporary, at: after(0))
        pulse.attempted(.unknown, at: after(600))
        #expect(pulse.ailment(nextDue: later, at: after(899)) == nil)
        #expect(pulse.ailment(nextDue: later, at: after(900)) != nil)
        #expect(pulse.ailment(nextDue: nil, at: after(900)) == nil)
        pulse.attempted(good, at: after(901))
        #expect(pulse.ailment(nextDue: later, at: after(2_000)) == nil)
        pulse.attempted(.temporary, at: after(2_000))
        #expect(pulse.ailment(nextDue: later, at: after(2_899)) == nil)
        #expect(pulse.ailment(nextDue: later, at: after(2_900)) != nil)
    }
}
