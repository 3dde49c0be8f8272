import NIOCore
import RPC
import Synchronization

/// The connections a server has, and whether it takes more.
///
/// The one place where accepting, draining and closing meet, so that every interleaving of them is an order of lock holders:
/// a connection registered after `drain` is told to drain at once.
final class ConnectionRegistry: Sendable {
    /// What the server needs of one connection.
    struct Entry: Sendable {
        let channel: any Channel
        let handler: NIOLoopBound<RPCServerConnectionHandler>
        let finished: EventLoopFuture<Void>

        func drain() { channel.eventLoop.execute { handler.value.drain() } }

        /// Ends the connection unless `context` would let its client in.
        func trust(_ context: TLSServerContext) { channel.triggerUserOutboundEvent(TLSTrustChanged(context: context), promise: nil) }

        func close(if shouldClose: @escaping @Sendable (PeerIdentity) -> Bool) {
            channel.eventLoop.execute {
                if shouldClose(handler.value.peer) { channel.close(promise: nil) }
            }
        }
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var isDraining = false
    }

    private let state = Mutex(State())
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    /// Connections that are not finished.
    var count: Int { state.withLock { $0.entries.count } }

    /// Adds a connection until it is finished. False when there are too many: close it.
    func add(_ entry: Entry) -> Bool {
        let id = ObjectIdentifier(entry.channel)
        let (added, drains) = state.withLock { state in
            guard state.entries.count < countMax else { return (false, false) }
            state.entries[id] = entry
            return (true, state.isDraining)
        }
        guard added else { return false }
        entry.finished.whenComplete { [self] _ in state.withLock { $0.entries[id] = nil } }
        if drains { entry.drain() }
        return true
    }

    /// Drains the connections there are, and each that still comes.
    func drain() {
        let entries = state.withLock { state in
            state.isDraining = true
            return Array(state.entries.values)
        }
        for entry in entries { entry.drain() }
    }

    /// Does something to each connection there is.
    func forEach(_ body: (Entry) -> Void) {
        for entry in state.withLock({ Array($0.entries.values) }) { body(entry) }
    }

    /// Closes whatever is left, at once; their handlers are cancelled.
    func closeAll() {
        forEach { $0.channel.close(promise: nil) }
    }

    /// Returns when every connection there is has finished.
    func allFinished() async {
        while let entry = state.withLock({ $0.entries.values.first }) {
            try? await entry.finished.get()
            // The entry removes itself in a callback of the same future; do it here too, so that the loop moves on.
            state.withLock { $0.entries[ObjectIdentifier(entry.channel)] = nil }
        }
    }
}
