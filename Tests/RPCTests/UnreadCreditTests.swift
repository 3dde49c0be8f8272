import NIOCore
import RPC
import Testing

/// ttrpc issue #229: a stream nobody reads must neither grow without bound nor stop its neighbours for good.
@Suite struct UnreadCreditTests {
    /// Four messages of 36 bytes cost 400 with their places in the queue.
    private static let message = String(repeating: "m", count: 36)
    private static let limits = Limits {
        $0.unreadStreamBytesMax = 400
        $0.unreadConnectionBytesMax = 1000
        $0.unreadTimeout = .seconds(5)
    }

    private func server(streams: [StreamID]) -> ServerTranscript {
        var server = ServerTranscript(limits: Self.limits)
        for id in streams { _ = server.receive(.request(id, FourKinds.both, flags: .remoteOpen)) }
        return server
    }

    @Test("A stream's credit holds at n-1, n and n+1 messages", arguments: [(3, true), (4, true), (5, false)])
    func credit(count: Int, reads: Bool) {
        var server = server(streams: [1])
        for _ in 0..<count { _ = server.receive(.data(1, Self.message)) }
        #expect(server.machine.wantsToRead == reads)
    }

    @Test("The connection's credit holds at n-1, n and n+1 messages", arguments: [(9, true), (10, true), (11, false)])
    func connectionCredit(count: Int, reads: Bool) {
        var server = server(streams: [1, 3, 5, 7])
        for index in 0..<count { _ = server.receive(.data(StreamID(index % 4 * 2 + 1), Self.message)) }
        #expect(server.machine.wantsToRead == reads)
    }

    @Test("Empty messages are not free")
    func emptyMessages() {
        var server = server(streams: [1])
        for _ in 0..<7 { _ = server.receive(.data(1, "")) }
        #expect(!server.machine.wantsToRead)
    }

    @Test("A single message above the credit is taken, and reading goes on once it was")
    func singleLarge() {
        var server = server(streams: [1])
        let large = String(repeating: "l", count: 10_000)
        #expect(server.receive(.data(1, large)) == "deliver 1 '\(large)'")
        #expect(!server.machine.wantsToRead)
        server.machine.consumed(ByteBuffer(string: large).creditCost, of: 1, now: server.now)
        #expect(server.machine.wantsToRead)
        #expect(server.pass(.seconds(60)).isEmpty)
    }

    @Test("A slow handler only slows its caller: every message taken starts the time again")
    func slowHandler() {
        var server = server(streams: [1])
        for _ in 0..<8 { _ = server.receive(.data(1, Self.message)) }
        for _ in 0..<3 {
            #expect(server.pass(.seconds(4)).isEmpty)
            #expect(!server.machine.wantsToRead)
            server.machine.consumed(100, of: 1, now: server.now)
        }
        server.machine.consumed(100, of: 1, now: server.now)
        #expect(server.machine.wantsToRead)
        #expect(server.pass(.seconds(60)).isEmpty)
    }

    @Test("#229: the stream nobody reads fails, and its neighbours go on")
    func stuckHandler() {
        var server = server(streams: [1, 3])
        _ = server.receive(.data(3, Self.message))
        for _ in 0..<5 { _ = server.receive(.data(1, Self.message)) }
        #expect(server.pass(.milliseconds(4999)).isEmpty)
        #expect(server.pass(.milliseconds(1)) == ["abort 1 RESOURCE_EXHAUSTED STREAM_NOT_READ"])
        #expect(server.machine.wantsToRead)
        #expect(server.receive(.data(3, "a")) == "deliver 3 'a'")
        #expect(server.ended(1, succeeded: false) == .nothing)
        #expect(server.pass(.seconds(60)).isEmpty)
    }

    @Test("A handler that ends gives its credit back")
    func handlerEnds() {
        var server = server(streams: [1])
        for _ in 0..<5 { _ = server.receive(.data(1, Self.message)) }
        #expect(server.ended(1, succeeded: true) == .closing)
        #expect(server.machine.wantsToRead)
        #expect(server.machine.nextDeadline == nil || server.pass(.seconds(3600)).isEmpty)
    }

    @Test("#229: a client fails the stream that is not read, at once, and goes on reading")
    func client() throws {
        var client = ClientTranscript(limits: Limits { $0.clientUnreadStreamBytesMax = 400 })
        let id = try client.open(.serverStreaming)
        let large = String(repeating: "l", count: 10_000)
        #expect(client.receive(.data(id, large)) == "deliver 1 '\(large)'")
        client.machine.consumed(ByteBuffer(string: large).creditCost, of: id)
        for _ in 0..<4 { #expect(client.receive(.data(id, Self.message)) == "deliver 1 '\(Self.message)'") }
        #expect(client.receive(.data(id, Self.message)) == "fail 1 RESOURCE_EXHAUSTED STREAM_NOT_READ")
        #expect(client.receive(.data(id, Self.message)) == "ignore")
    }
}
