internal import RPC
internal import Synchronization

/// What is known of a server's health: named conditions, and from them the status of the server and of each of its services.
///
/// Probes set the conditions; ``HealthHandlers`` tell whoever asks. The names are the empty one (the server as a whole), every service's
/// full name, and every condition's. A condition that failed takes all services down; one that ails only itself.
public final class HealthBoard: Sendable {
    /// One word on a condition or a service.
    public typealias Status = HealthCheckResponse.ServingStatus

    private struct State {
        var verdicts: [String: HealthVerdict]
        var isDraining = false
        var isClosed = false
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0
    }

    private struct Watcher {
        let service: String
        let caller: [UInt8]
        let changes: AsyncStream<Status>.Continuation
        var last: Status
    }

    private let services: Set<String>
    private let watchersMax: Int
    private let watchersPerCallerMax: Int
    private let report: @Sendable (String, HealthVerdict) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - services: the full names of the services the server has.
    ///   - conditions: what probes will say; each counts as failed until they have.
    ///   - watchersMax: calls of Watch at a time.
    ///   - watchersPerCallerMax: of them with one certificate, so that no one caller takes all.
    ///   - report: called for every verdict that differs from the one before, with the condition's name. Must not block.
    public init(
        services: Set<String>, conditions: Set<String>, watchersMax: Int = 64, watchersPerCallerMax: Int = 16,
        report: @escaping @Sendable (_ condition: String, _ verdict: HealthVerdict) -> Void = { _, _ in }
    ) {
        self.services = services
        self.watchersMax = watchersMax
        self.watchersPerCallerMax = watchersPerCallerMax
        self.report = report
        let verdicts = conditions.map { ($0, HealthVerdict.failed("nobody has looked yet")) }
        state = Mutex(State(verdicts: Dictionary(uniqueKeysWithValues: verdicts)))
    }

    /// Says how a condition is.
    public func set(_ verdict: HealthVerdict, for condition: String) {
        let isNew = state.withLock { state in
            guard state.verdicts.updateValue(verdict, forKey: condition) != verdict else { return false }
            tellWatchers(&state)
            return true
        }
        if isNew { report(condition, verdict) }
    }

    /// Everything is NOT_SERVING from here on, whatever probes say: the server is about to stop.
    public func beginDraining() {
        state.withLock { state in
            state.isDraining = true
            tellWatchers(&state)
        }
    }

    /// Ends every Watch, after it has sent what it has to send, and takes no more: the server stops now.
    public func endWatches() {
        state.withLock { state in
            state.isClosed = true
            for watcher in state.watchers.values { watcher.changes.finish() }
        }
    }

    /// How a service or condition is; nil: there is none of that name.
    public func status(of name: String) -> Status? { state.withLock { status(of: name, $0) } }

    /// How everything is.
    public var statuses: [String: Status] {
        state.withLock { state in
            let names = services.union(state.verdicts.keys).union([""])
            return Dictionary(uniqueKeysWithValues: names.map { ($0, status(of: $0, state) ?? .unknown) })
        }
    }

    /// The longest name that is watched: none of ours is longer, and a watcher's is kept.
    static let nameBytesMax = 255

    /// The status of a name now, and what it becomes. A reader that is slow sees only the last. SERVICE_UNKNOWN for a name that is none.
    ///
    /// - Parameter caller: who watches, by certificate.
    func watch(_ name: String, caller: [UInt8]) throws -> HealthWatch {
        guard name.utf8.count <= Self.nameBytesMax else {
            throw HealthReason.serviceUnknown.error("No service has a name of more than \(Self.nameBytesMax) bytes.")
        }
        return try state.withLock { state in
            if state.isClosed { throw WireReason.draining.error("The server is stopping: ask another.") }
            guard state.watchers.count < watchersMax else {
                throw HealthReason.tooManyWatchers.error(
                    "The server tells \(watchersMax) watchers at a time: use Check, or try again later.")
            }
            guard state.watchers.values.count(where: { $0.caller == caller }) < watchersPerCallerMax else {
                throw HealthReason.tooManyWatchers.error(
                    "The server tells \(watchersPerCallerMax) watchers with one certificate at a time: use Check, or try again later.")
            }
            let (statuses, changes) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
            let now = status(of: name, state) ?? .serviceUnknown
            changes.yield(now)
            let id = state.nextWatcher
            state.nextWatcher += 1
            state.watchers[id] = Watcher(service: name, caller: caller, changes: changes, last: now)
            return HealthWatch(id: id, statuses: statuses)
        }
    }

    /// Nobody reads it any longer.
    func end(_ watch: HealthWatch) { _ = state.withLock { $0.watchers.removeValue(forKey: watch.id) } }

    private func tellWatchers(_ state: inout State) {
        for (id, watcher) in state.watchers {
            let now = status(of: watcher.service, state) ?? .serviceUnknown
            guard now != watcher.last else { continue }
            state.watchers[id]?.last = now
            watcher.changes.yield(now)
        }
    }

    private func status(of name: String, _ state: State) -> Status? {
        let isServing: Bool
        if name.isEmpty || services.contains(name) {
            isServing = state.verdicts.values.allSatisfy { if case .failed = $0 { false } else { true } }
        } else if let verdict = state.verdicts[name] {
            isServing = verdict == .well
        } else {
            return nil
        }
        return isServing && !state.isDraining ? .serving : .notServing
    }
}

/// One call of Watch.
struct HealthWatch {
    let id: Int
    let statuses: AsyncStream<HealthBoard.Status>
}
