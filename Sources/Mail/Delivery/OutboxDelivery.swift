public import InvitationStore
public import Invitations
public import Logging

/// Carries the outbox's mail to the adapter: leases, decides, renders, hands over, settles (R20, R23).
///
/// One transaction leases entries, decides with the facts of that moment whether each may still leave (R7), and fixes deadline, Date,
/// Message-ID and bytes of what will. Right before one is handed over the same question is asked again. Then the token takes its place in a copy of the bytes, in memory (R31), the adapter
/// takes that copy, and another transaction records how it ended, if the lease still is this worker's. A crash in between repeats at most
/// what was in flight: the same bytes with the same Message-ID.
///
/// A mail that cannot be written is `HELD` with the reason and stops no other.
public struct OutboxDelivery: Sendable {
    let store: any TransactionalStore
    let adapter: any MailAdapter
    let letters: LetterRenderer
    let tokens: TokenAuthority
    let returnPath: ReturnPath
    let clock: WallClock
    let random: RandomSource
    let limits: DeliveryLimits
    let bell: OutboxBell
    let departures: MailDepartures
    let pulse: OutboxPulse
    let waiting: any Clock<Duration>
    let log: Logger
    let placeholder = TokenPlaceholder(width: InvitationToken.textByteCount)

    /// - Parameters:
    ///   - returnPath: whom relays are given as the sender.
    ///   - clock: the store's; leases and deadlines are measured by it.
    ///   - bell: rung after commits that queued mail.
    ///   - departures: where calls that take mail back wait for what is leaving.
    ///   - pulse: where its signs of life go.
    ///   - waiting: what sleeps are measured by; monotonic.
    public init(
        store: any TransactionalStore, adapter: any MailAdapter, letters: LetterRenderer, tokens: TokenAuthority,
        returnPath: ReturnPath, clock: WallClock, random: RandomSource, bell: OutboxBell,
        departures: MailDepartures = MailDepartures(), limits: DeliveryLimits = DeliveryLimits(), pulse: OutboxPulse? = nil,
        waiting: any Clock<Duration> = ContinuousClock(), log: Logger
    ) {
        self.store = store
        self.adapter = adapter
        self.letters = letters
        self.tokens = tokens
        self.returnPath = returnPath
        self.clock = clock
        self.random = random
        self.bell = bell
        self.departures = departures
        self.limits = limits
        self.pulse = pulse ?? OutboxPulse(at: clock.now())
        self.waiting = waiting
        self.log = log
    }

    /// Works until the task is cancelled; then hands over nothing more, gives back what it had claimed and not begun, waits for what is on
    /// its way, records it, and returns.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            var inFlight = 0
            var storeRetry = limits.storeRetryMin
            var templatesSeen: Int?
            while !Task.isCancelled {
                if let rest = adapter.rest(at: clock.now()) {
                    try? await waiting.sleep(for: min(rest, limits.sleepMax))
                    continue
                }
                guard await releaseMendedOrLog(&templatesSeen), let claim = await claimOrLog() else {
                    try? await waiting.sleep(for: storeRetry)
                    storeRetry = min(storeRetry * 2, limits.sleepMax)
                    continue
                }
                storeRetry = limits.storeRetryMin
                for (index, mail) in claim.ready.enumerated() {
                    while inFlight >= max(adapter.messagesInFlightMax, 1) {
                        await group.next()
                        inFlight -= 1
                    }
                    guard group.addTaskUnlessCancelled(operation: { await handOver(mail) }) else {
                        await giveBack(claim.ready[index...].map(\.mail))
                        break
                    }
                    inFlight += 1
                }
                if !claim.mayHaveMore { await bell.wait(atMost: sleep(after: claim), clock: waiting) }
            }
        }
    }

    /// One claim, its mails handed over one after the other; answers whether anything was due.
    func deliverOnce() async throws -> Bool {
        let claim = try await claim()
        for mail in claim.ready { await handOver(mail) }
        return claim.leasedCount > 0
    }

    private func sleep(after claim: Claim) -> Duration {
        guard let due = claim.nextDue else { return limits.sleepMax }
        let (milliseconds, isForever) = due.milliseconds.subtractingReportingOverflow(clock.now().milliseconds)
        if isForever { return limits.sleepMax }
        // What is due already and was not leased is not ours to hurry.
        if milliseconds <= 0 { return claim.leasedCount > 0 ? .zero : limits.storeRetryMin }
        return min(.milliseconds(milliseconds), limits.sleepMax)
    }

    /// Once for each version of the templates.
    private func releaseMendedOrLog(_ seen: inout Int?) async -> Bool {
        let version = letters.templates.version
        guard seen != version else { return true }
        do {
            try await releaseMended()
            seen = version
            return true
        } catch {
            log.error("held mail could not be released", metadata: ["error": "\(type(of: error))"])
            return false
        }
    }

    private func claimOrLog() async -> Claim? {
        do {
            return try await claim()
        } catch {
            log.error("outbox could not be read", metadata: ["error": "\(type(of: error))"])
            return nil
        }
    }
}
