import NIOCore

/// The calls of one connection, and a lower bound of their deadlines.
struct CallTable {
    struct Call {
        let kind: MethodKind
        let deadline: NIODeadline
        /// The caller sends nothing more.
        var remoteClosed: Bool
        /// The answer is written, or nobody waits for one; only the handler still runs.
        var isAnswered = false
        /// Bytes that arrived and were not taken.
        var unreadBytes = 0
    }

    private var calls = StreamTable<Call>()
    /// No unanswered call has an earlier deadline; some may have a later one. Exact after `nextExpired` answered nil.
    private(set) var earliestDeadline: NIODeadline?

    var count: Int { calls.count }
    subscript(id: StreamID) -> Call? { calls[id] }
    var unansweredIDs: [StreamID] { calls.all.filter { !$0.value.isAnswered }.map(\.id).sorted() }
    /// The call with the most bytes that were not taken.
    var fullest: StreamID? { calls.all.filter { $0.value.unreadBytes > 0 }.max { $0.value.unreadBytes < $1.value.unreadBytes }?.id }

    mutating func insert(_ id: StreamID, kind: MethodKind, deadline: NIODeadline, remoteClosed: Bool) {
        calls[id] = Call(kind: kind, deadline: deadline, remoteClosed: remoteClosed)
        earliestDeadline = min(earliestDeadline ?? deadline, deadline)
    }

    mutating func remove(_ id: StreamID) { calls[id] = nil }
    mutating func closeRemote(_ id: StreamID) { calls[id]?.remoteClosed = true }
    mutating func answer(_ id: StreamID) { calls[id]?.isAnswered = true }
    mutating func setUnread(_ bytes: Int, of id: StreamID) { calls[id]?.unreadBytes = bytes }

    /// An unanswered call whose deadline is not after `now`.
    mutating func nextExpired(now: NIODeadline) -> StreamID? {
        guard let bound = earliestDeadline, bound <= now else { return nil }
        let waiting = calls.all.filter { !$0.value.isAnswered }
        guard let first = waiting.min(by: { $0.value.deadline < $1.value.deadline }) else {
            earliestDeadline = nil
            return nil
        }
        earliestDeadline = first.value.deadline
        return first.value.deadline <= now ? first.id : nil
    }
}

/// Streams that ended on our side while the caller was still sending; the newest few.
///
/// Their late data is no mistake of the caller. Bounded: what falls out is answered as unknown, which a caller ignores.
struct AbandonedStreams {
    private static let countMax = 32
    private var ids: [StreamID] = []

    func contains(_ id: StreamID) -> Bool { ids.contains(id) }

    mutating func insert(_ id: StreamID) {
        if ids.count == Self.countMax { ids.removeFirst() }
        ids.append(id)
    }
}
