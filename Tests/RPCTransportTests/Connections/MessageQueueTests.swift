import NIOCore
import RPC
import Synchronization
import Testing

@testable import RPCTransport

@Suite struct MessageQueueTests {
    @Test("Messages come out in order, then the end, again and again")
    func order() async throws {
        let queue = MessageQueue { _ in }
        for text in ["a", "", "b"] { queue.push(ByteBuffer(string: text)) }
        queue.end()
        queue.push(ByteBuffer(string: "late"))
        for text in ["a", "", "b"] { #expect(try await queue.next() == ByteBuffer(string: text)) }
        for _ in 0..<2 { #expect(try await queue.next() == nil) }
    }

    @Test("A failure comes behind the messages that arrived before it, or in their place", arguments: [false, true])
    func failure(discards: Bool) async throws {
        let queue = MessageQueue { _ in }
        queue.push(ByteBuffer(string: "a"))
        queue.fail(WireReason.deadlineExceeded.error("m"), discardingMessages: discards)
        if !discards { #expect(try await queue.next() == ByteBuffer(string: "a")) }
        let error = await #expect(throws: RPCError.self) { try await queue.next() }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test("A task that was cancelled before it asks is not left waiting")
    func cancelledBefore() async {
        let queue = MessageQueue { _ in }
        let consumer = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await queue.next()
        }
        let error = await #expect(throws: RPCError.self) { try await consumer.value }
        #expect(error?.code == .cancelled)
    }

    @Test("What was taken is told with its cost, all of it once the queue is empty")
    func credit() async throws {
        let taken = Mutex(0)
        let queue = MessageQueue { bytes in taken.withLock { $0 += bytes } }
        let messages = (0..<10).map { ByteBuffer(repeating: 1, count: $0 * 10_000) }
        for message in messages { queue.push(message) }
        for _ in messages { _ = try await queue.next() }
        #expect(taken.withLock { $0 } == messages.map(\.creditCost).reduce(0, +))
    }

    @Test("A small message does not keep a large receive buffer alive while it waits")
    func storage() async throws {
        var received = ByteBuffer(repeating: 7, count: 64 << 10)
        let queue = MessageQueue { _ in }
        if let slice = received.readSlice(length: 10) { queue.push(slice) }
        let message = try await queue.next()
        #expect(message == ByteBuffer(repeating: 7, count: 10))
        #expect(message?.storageCapacity ?? .max < 1024)
    }
}
