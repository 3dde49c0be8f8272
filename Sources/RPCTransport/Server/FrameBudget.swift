import Synchronization

/// The bytes of unfinished frames that all connections of a server hold together (`Limits.unfinishedBytesMax`).
final class FrameBudget: Sendable {
    private let bytesMax: Int
    private let held = Atomic(0)

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    fileprivate func take(_ bytes: Int) -> Bool {
        if held.wrappingAdd(bytes, ordering: .relaxed).newValue <= bytesMax { return true }
        giveBack(bytes)
        return false
    }

    fileprivate func giveBack(_ bytes: Int) { held.wrappingSubtract(bytes, ordering: .relaxed) }

    /// What one connection holds of it.
    struct Share {
        /// A connection's own: strangers who use up the budget must not fail a small frame that two reads cut in half.
        static let freeBytes = 16 << 10

        private let budget: FrameBudget
        private var held = 0

        init(_ budget: FrameBudget) { self.budget = budget }

        /// The connection's unfinished frame has this many bytes now. False, and nothing changes, when there is no room for more.
        mutating func hold(_ bytes: Int) -> Bool {
            let needed = max(0, bytes - Self.freeBytes)
            if needed > held {
                guard budget.take(needed - held) else { return false }
            } else if needed < held {
                budget.giveBack(held - needed)
            }
            held = needed
            return true
        }
    }
}
