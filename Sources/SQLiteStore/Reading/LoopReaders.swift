internal import InvitationStore
internal import Synchronization

/// The loops' readers, each opened at its loop's first read.
///
/// `@unchecked Sendable`: a reader is touched only under its slot's lock. A loop has its slot to itself, so the lock is never
/// contended; should two threads name one loop, the second is sent to the pool instead of waiting.
final class LoopReaders: @unchecked Sendable {
    private let slots: [Slot]

    init(count: Int) { slots = (0..<max(1, count)).map { _ in Slot() } }

    func read<Answer>(_ loopIndex: Int, open: () throws -> Reader, _ body: (Reader) throws -> Answer) throws -> Answer {
        let slot = slots[loopIndex % slots.count]
        guard slot.lock() else { throw StoreError.overBudget }
        defer { slot.unlock() }
        if slot.isClosed { throw StoreError.unavailable }
        if let reader = slot.reader { return try body(reader) }
        let reader = try open()
        slot.reader = reader
        return try body(reader)
    }

    /// Ends the snapshot that was left open for more reads, if any.
    func endSharing(_ loopIndex: Int) {
        let slot = slots[loopIndex % slots.count]
        // Whoever has the slot now is reading, and ends what it finds.
        guard slot.lock() else { return }
        defer { slot.unlock() }
        slot.reader?.endSharing()
    }

    /// The loops read no more.
    func close() {
        for slot in slots {
            while !slot.lock() {}
            slot.isClosed = true
            slot.reader?.close()
            slot.reader = nil
            slot.unlock()
        }
    }

    private final class Slot {
        private let isTaken = Atomic(false)
        var reader: Reader?
        var isClosed = false

        func lock() -> Bool { isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged }
        func unlock() { isTaken.store(false, ordering: .releasing) }
    }
}
