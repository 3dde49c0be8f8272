public import NIOCore

/// Counts the bytes that arrived and were not taken, per stream and together, against their credit.
///
/// ttrpc has no flow control. So a server above the credit stops reading for a while, which holds a sender that is merely quicker
/// than the handler; and if nothing at all is taken meanwhile it fails the fullest stream, so that its neighbours go on.
struct UnreadAccount {
    private let shared: SharedLimits
    private var total = 0
    private var streamsOverCredit = 0
    /// When the fullest stream fails, while over credit.
    private(set) var deadline: NIODeadline?

    init(limits: SharedLimits) { shared = limits }

    private var limits: Limits { shared.value }

    var isOverCredit: Bool { streamsOverCredit > 0 || total > limits.unreadConnectionBytesMax }

    mutating func arrived(_ bytes: Int, on id: StreamID, in calls: inout CallTable, now: NIODeadline) {
        guard let call = calls[id] else { return }
        set(call.unreadBytes + bytes, id, in: &calls)
        if isOverCredit, deadline == nil { deadline = now + TimeAmount(limits.unreadTimeout) }
    }

    mutating func taken(_ bytes: Int, on id: StreamID, in calls: inout CallTable, now: NIODeadline) {
        guard bytes > 0, let call = calls[id], call.unreadBytes > 0 else { return }
        set(max(0, call.unreadBytes - bytes), id, in: &calls)
        deadline = isOverCredit ? now + TimeAmount(limits.unreadTimeout) : nil
    }

    /// The stream's messages are thrown away.
    mutating func forget(_ id: StreamID, in calls: inout CallTable) {
        guard let call = calls[id], call.unreadBytes > 0 else { return }
        set(0, id, in: &calls)
        if !isOverCredit { deadline = nil }
    }

    /// The stream to fail at `now`, if time is up. Gives the others the whole time again.
    mutating func nextExpired(in calls: CallTable, now: NIODeadline) -> StreamID? {
        guard let due = deadline, due <= now else { return nil }
        deadline = now + TimeAmount(limits.unreadTimeout)
        return calls.fullest
    }

    private mutating func set(_ bytes: Int, _ id: StreamID, in calls: inout CallTable) {
        let before = calls[id]?.unreadBytes ?? 0
        calls.setUnread(bytes, of: id)
        total += bytes - before
        let limit = limits.unreadStreamBytesMax
        if before <= limit, bytes > limit { streamsOverCredit += 1 }
        if before > limit, bytes <= limit { streamsOverCredit -= 1 }
    }
}

extension ByteBuffer {
    /// What a waiting message takes from its stream's credit: its bytes, and its place in the queue, so that empty messages
    /// are not free.
    public var creditCost: Int { readableBytes + 64 }
}
