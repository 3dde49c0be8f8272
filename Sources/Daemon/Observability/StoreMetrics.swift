internal import Invitations
internal import Metrics
internal import Observability
internal import SQLiteStore

#if canImport(Glibc)
    internal import Glibc
#endif

/// The database, the outbox and the certificate as metrics. Commits are counted as they happen, the rest is looked up when somebody asks.
struct StoreMetrics: Sendable {
    private let store: SQLiteStore
    private let databasePath: String
    private let clock: WallClock
    private let outbox: [(state: DeliveryState, gauge: Gauge)]
    private let held: [(cause: HoldCause, gauge: Gauge)]
    private let oldestDue: Gauge
    private let walBytes: Gauge
    private let databaseBytes: Gauge
    private let expiry: Gauge
    private let logLinesLost: Gauge

    static let descriptions: [MetricDescription] = [
        MetricDescription("invitation.outbox.mails", .gauge, "Mails that have not ended, by state"),
        MetricDescription("invitation.outbox.held.mails", .gauge, "Held mails, by what they wait for"),
        MetricDescription(
            "invitation.outbox.due.age", .gauge, unit: "seconds", "How long the longest waiting mail has been due; 0 without one"),
        MetricDescription("invitation.store.wal.size", .gauge, unit: "bytes", "Size of the database's write-ahead log"),
        MetricDescription("invitation.store.size", .gauge, unit: "bytes", "Size of the database file"),
        MetricDescription(
            "invitation.store.commit.members", .histogram([1, 2, 4, 8, 16, 32, 64, 128, 256]),
            "Calls that shared a commit, and so a flush of the disk"),
        MetricDescription("invitation.tls.certificate.expiry", .gauge, unit: "timestamp_seconds", "When the served certificate expires"),
        MetricDescription("invitation.log.lines.lost", .counter, "Log lines nobody read in time"),
    ]

    init(_ store: SQLiteStore, databasePath: String, clock: WallClock, factory: any MetricsFactory) {
        self.store = store
        self.databasePath = databasePath
        self.clock = clock
        outbox = [(DeliveryState.queued, "queued"), (.deferred, "deferred"), (.held, "held")].map { state, name in
            (state, Gauge(label: "invitation.outbox.mails", dimensions: [("state", name)], factory: factory))
        }
        held = HoldCause.allCases.map { cause in
            (cause, Gauge(label: "invitation.outbox.held.mails", dimensions: [("cause", cause.label)], factory: factory))
        }
        func gauge(_ label: String) -> Gauge { Gauge(label: label, factory: factory) }
        oldestDue = gauge("invitation.outbox.due.age")
        walBytes = gauge("invitation.store.wal.size")
        databaseBytes = gauge("invitation.store.size")
        expiry = gauge("invitation.tls.certificate.expiry")
        logLinesLost = gauge("invitation.log.lines.lost")
    }

    /// For `StoreConfiguration.afterCommit`.
    static func commitCounter(_ factory: any MetricsFactory) -> @Sendable (CommitSummary) -> Void {
        let members = Recorder(label: "invitation.store.commit.members", factory: factory)
        return { members.record($0.members) }
    }

    /// Looks everything up. What cannot be had keeps its last value: health says that the store is ill, not this.
    ///
    /// - Parameter certificateExpiry: of the certificate that is served now; seconds since 1970.
    func sample(certificateExpiry: Int64) async {
        if let measures = try? await store.measureOutbox() {
            for (state, gauge) in outbox { gauge.record(measures.counts[state] ?? 0) }
            for (cause, gauge) in held { gauge.record(measures.held[cause] ?? 0) }
            let now = clock.now().milliseconds
            oldestDue.record(measures.dueSince.map { Double(max(0, now - $0.milliseconds)) / 1000 } ?? 0)
        }
        walBytes.record(Self.size(of: databasePath + "-wal"))
        databaseBytes.record(Self.size(of: databasePath))
        expiry.record(certificateExpiry)
        logLinesLost.record(LogOutput.standardError.lostLines)
    }

    /// 0 without the file.
    private static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

extension HoldCause {
    /// As docs/operations.md has them.
    fileprivate var label: String {
        switch self {
        case .paused: "paused"
        case .restored: "restored"
        case .letter: "letter"
        case .tokenKey: "token_key"
        case .byOperator: "operator"
        case .quarantined: "quarantined"
        case .template: "template"
        }
    }
}
