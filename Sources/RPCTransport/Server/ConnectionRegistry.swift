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
        /// The peer's, without its port; nil where there is none, and then the limit for one address does not hold.
        let address: String?

        func drain() { channel.eventLoop.execute { handler.value.drain() } }

        /// Ends the connection unless `context` would let its client in.
        func trust(_ context: TLSServerContext) { channel.triggerUserOutboundEvent(TLSTrustChanged(context: context), promise: nil) }

        func close(if shouldClose: @escaping @Sendable (PeerIdentity) -> Bool) {
            channel.eventLoop.execute {
                if shouldClose(handler.value.peer) { handler.value.abort() }
            }
        }

        func abort() { channel.eventLoop.execute { handler.value.abort() } }
    }

    /// Why a connection is not taken.
    enum Refusal: String {
        case tooMany = "CONNECTIONS"
        case tooManyOfAddress = "CONNECTIONS_PER_ADDRESS"
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var countsByAddress: [String: Int] = [:]
        var isDraining = false

        mutating func remove(_ id: ObjectIdentifier) {
            guard let address = entries.removeValue(forKey: id)?.address else { return }
            let left = countsByAddress[address, default: 1] - 1
            countsByAddress[address] = left == 0 ? nil : left
        }
    }

    private let state = Mutex(State())
    private let limits: Limits

    init(limits: Limits) { self.limits = limits }

    /// Connections that are not finished.
    var count: Int { state.withLock { $0.entries.count } }

    /// Adds a connection until it is finished, or answers why not: close it then.
    func add(_ entry: Entry) -> Refusal? {
        let id = ObjectIdentifier(entry.channel)
        let (refusal, drains) = state.withLock { state -> (Refusal?, Bool) in
            guard state.entries.count < limits.connectionsMax else { return (.tooMany, false) }
            if let address = entry.address {
                let count = state.countsByAddress[address, default: 0]
                guard count < limits.connectionsPerAddressMax else { return (.tooManyOfAddress, false) }
                state.countsByAddress[address] = count + 1
            }
            state.entries[id] = entry
            return (nil, state.isDraining)
        }
        if let refusal { return refusal }
        entry.finished.whenComplete { [self] _ in state.withLock { $0.remove(id) } }
        if drains { entry.drain() }
        return nil
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
    func abortAll() {
        forEach { $0.abort() }
    }

    /// Returns when every connection there is has finished.
    func allFinished() async {
        while let entry = state.withLock({ $0.entries.values.first }) {
            try? await entry.finished.get()
            // The entry removes itself in a callback of the same future; do it here too, so that the loop moves on.
            state.withLock { $0.remove(ObjectIdentifier(entry.channel)) }
        }
    }
}
