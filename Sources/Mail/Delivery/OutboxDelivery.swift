public import InvitationStore
public import Invitations
public import Logging

/// Carries the outbox's mail to the adapter: leases, decides, renders, hands over, settles (R20, R23).
///
/// One transaction leases entries; another decides with the facts of that moment whether each may still leave (R7), and fixes deadline, Date,
/// Message-ID and bytes of what will. Right before one is handed over the same question is asked again. Then the token takes its place in a
/// copy of the bytes, in memory (R31), the adapter takes that copy, and a transaction records how it ended, with others that ended then, if the
/// lease still is this worker's. A crash in between repeats at most
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
    let desk: SettlementDesk
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
        desk = SettlementDesk(store: store)
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

    /// Ends the leases of workers that are no more: what a crash left is due at once, and not when its lease runs out. (I5)
    ///
    /// For whoever has the store alone, before any worker runs.
    public func endFormerLeases() async {
        do {
            let mails = try await store.write { [limits] in try $0.endLeases(pause: limits.retryMin) }
            if mails > 0 { log.notice("mail is due again that a former process had", metadata: ["mails": "\(mails)"]) }
        } catch {
            log.error(
                "mail that a former process had waits until its leases run out", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// One claim, its mails handed over one after the other; answers whether anything was due.
    func deliverOnce() async throws -> Bool {
        let claim = try await claim()
        for mail in claim.ready { await handOver(mail) }
        return claim.leasedCount > 0
    }
}
