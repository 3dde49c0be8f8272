/// The memory of one message on its way through protobuf-c: taken piece by piece, given back all at once.
///
/// Everything asked for counts against a budget and is never refunded, so a hostile payload cannot make the decoder work
/// longer than its size justifies. A short message lives on the stack; more comes in chunks that double.
///
/// A handle, valid only inside ``withArena(budgetBytes:_:)``.
public struct MessageArena {
    let state: UnsafeMutablePointer<State>

    struct State {
        var next: UnsafeMutableRawPointer
        var end: UnsafeMutableRawPointer
        /// The newest chunk from the heap; each begins with a pointer to the one before.
        var newestChunk: UnsafeMutableRawPointer?
        var nextChunkBytes = 8 * 1024
        var budgetBytes: Int
        var isExhausted = false
        /// The first text field found to hold U+0000 while encoding.
        var fieldWithNUL: StaticString?
    }

    /// Runs `body` with an empty arena and frees it afterwards: nothing in it may outlive the call.
    static func withArena<Result>(budgetBytes: Int, _ body: (MessageArena) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: alignment) { first in
            // The base address of a non-empty allocation is never nil.
            let start = first.baseAddress.unsafelyUnwrapped
            var state = State(next: start, end: start + first.count, budgetBytes: budgetBytes)
            return withUnsafeMutablePointer(to: &state) { state in
                defer { state.pointee.freeChunks() }
                return body(MessageArena(state: state))
            }
        }
    }

    /// Enough for every member of a protobuf-c struct.
    static let alignment = 8
}

extension MessageArena.State {
    /// Uninitialized memory, aligned for any member of a C struct; nil once the budget is spent, and ever after.
    mutating func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        let alignment = MessageArena.alignment
        guard !isExhausted, byteCount <= budgetBytes else {
            isExhausted = true
            return nil
        }
        let rounded = max(alignment, (byteCount + alignment - 1) & ~(alignment - 1))
        budgetBytes -= rounded
        if end - next < rounded { addChunk(atLeast: rounded) }
        defer { next += rounded }
        return next
    }

    private mutating func addChunk(atLeast byteCount: Int) {
        let link = MessageArena.alignment
        let size = max(nextChunkBytes, byteCount + link)
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: MessageArena.alignment)
        chunk.storeBytes(of: newestChunk, as: UnsafeMutableRawPointer?.self)
        newestChunk = chunk
        nextChunkBytes = min(nextChunkBytes * 2, 1024 * 1024)
        next = chunk + link
        end = chunk + size
    }

    mutating func freeChunks() {
        while let chunk = newestChunk {
            newestChunk = chunk.load(as: UnsafeMutableRawPointer?.self)
            chunk.deallocate()
        }
    }
}
