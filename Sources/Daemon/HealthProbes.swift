internal import InvitationStore
internal import Invitations
internal import Logging
internal import Mail
internal import RPC
internal import RPCServices
internal import RPCTransport
internal import ServiceLifecycle

/// Looks after the board: asks the store, the outbox and the certificate how they are, every few seconds.
///
/// The store failing or the certificate expired means that calls make no sense; mail that does not move, or a certificate that expires soon,
/// ails only itself: invitations are queued durably meanwhile, and no other daemon has this database.
struct HealthProbes: Service {
    let board: HealthBoard
    let store: StoreProbe
    let pulse: OutboxPulse
    /// When the certificate that is served expires; seconds since 1970.
    let certificateExpiry: @Sendable () -> Int64
    let certificateDaysMin: Int
    /// When the first revocation list is past its time; seconds since 1970, nil without lists.
    let revocationListsEnd: @Sendable () -> Int64?
    let clock: WallClock
    /// A round writes to the disk: an idle daemon's only write.
    let interval: Duration
    let afterRound: @Sendable () -> Void
    let waiting: any Clock<Duration> = ContinuousClock()

    /// The conditions, by the names that Health knows them by.
    static let conditions: Set<String> = ["store", "outbox", "certificate", "revocation-lists"]

    /// Probes until the daemon is to stop; the first round was before it served.
    func run() async {
        await cancelWhenGracefulShutdown {
            while (try? await waiting.sleep(for: interval)) != nil {
                await round()
                afterRound()
            }
        }
    }

    /// Asks everything once. The outbox can be asked only of a store that answers.
    func round() async {
        let now = clock.now().milliseconds / 1000
        board.set(.certificate(secondsLeft: certificateExpiry() - now, daysMin: certificateDaysMin), for: "certificate")
        board.set(.revocationLists(secondsLeft: revocationListsEnd().map { $0 - now }), for: "revocation-lists")
        board.set(await store.whatKeepsFromWriting().map { .failed($0) } ?? .well, for: "store")
        board.set(await outbox(), for: "outbox")
    }

    private func outbox() async -> HealthVerdict {
        do {
            return pulse.ailment(nextDue: try await store.nextMailDue(), at: clock.now()).map { .ailing($0) } ?? .well
        } catch {
            return .ailing("the outbox cannot be read: \(error)")
        }
    }
}

extension House {
    /// The probes of this house, which `server` serves. What only they need goes back after each round, unless somebody is connected, whose next
    /// call would wait for it.
    func healthProbes(of server: RPCServer) -> HealthProbes {
        HealthProbes(
            board: health, store: StoreProbe(store), pulse: pulse, certificateExpiry: { server.certificateNotAfterUnixSeconds },
            certificateDaysMin: configuration.health.certificateDaysMin,
            revocationListsEnd: { server.revocationListsEndUnixSeconds }, clock: .system, interval: configuration.health.interval,
            afterRound: { if server.connectionCount == 0 { ResidentMemory.giveBack() } })
    }
}

extension HealthVerdict {
    /// A line for an operator, whenever a verdict changes.
    func log(_ condition: String, _ logger: Logger) {
        switch self {
        case .well: logger.notice("health: well", metadata: ["condition": "\(condition)"])
        case .ailing(let reason): logger.warning("health: ailing", metadata: ["condition": "\(condition)", "reason": "\(reason)"])
        case .failed(let reason): logger.error("health: failed", metadata: ["condition": "\(condition)", "reason": "\(reason)"])
        }
    }
}
