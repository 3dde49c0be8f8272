import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import RPCTransport

/// Every limit at n-1, n and n+1, in one table: what is still taken, or how long something still lasts.
@Suite struct LimitsTests {
    struct Row: Sendable {
        let name: String
        /// The first offset from n at which it no longer holds: 1 for a count or a size, 0 for a time.
        let endsAt: Int
        /// Tries n plus the offset; whether it held.
        let holds: @Sendable (Int) throws -> Bool

        init(_ name: String, endsAt: Int, _ holds: @escaping @Sendable (Int) throws -> Bool) {
            (self.name, self.endsAt, self.holds) = (name, endsAt, holds)
        }
    }

    private static let echo = KindsService.echoOnLoop
    private static let hang = KindsService.hangOnLoop

    /// Whether one request gets an answer that is no error.
    private static func isAnswered(_ limits: Limits, _ frame: Frame) throws -> Bool {
        var end = try ServerEnd(limits: limits)
        try end.receive(frame)
        return try end.answers().first?.hasSuffix("'") == true
    }

    /// Whether a connection that was set up is still there after `n + offset` milliseconds.
    private static func lasts(_ milliseconds: Int, _ limits: Limits, _ setUp: (ServerEnd) throws -> Void) throws -> Bool {
        let end = try ServerEnd(limits: limits)
        end.handshake()
        try setUp(end)
        end.pass(.milliseconds(Int64(milliseconds)))
        return end.channel.isActive
    }

    /// Whether a call in flight is still unanswered after `n + offset` milliseconds.
    private static func waits(_ milliseconds: Int, _ limits: Limits, _ frame: Frame) throws -> Bool {
        var end = try ServerEnd(limits: limits)
        try end.receive(frame)
        end.pass(.milliseconds(Int64(milliseconds)))
        return try end.answers().isEmpty
    }

    static let rows: [Row] = [
        Row("frameBytesMax", endsAt: 1) { offset in
            let frame = Frame.request(1, echo, String(repeating: "x", count: 100))
            return try isAnswered(Limits { $0.frameBytesMax = frame.data.readableBytes - offset }, frame)
        },
        Row("unfinishedBytesMax", endsAt: 1) { offset in
            var end = try ServerEnd(limits: Limits { $0.unfinishedBytesMax = 1000 })
            var bytes = Frame.request(1, echo, String(repeating: "x", count: 100_000)).bytes
            let beginning = bytes.readSlice(length: FrameBudget.Share.freeBytes + 1000 + offset)
            try end.channel.writeInbound(beginning)
            try end.channel.writeInbound(bytes)
            return try end.answers() != ["1 RESOURCE_EXHAUSTED NO_ROOM_FOR_FRAME"]
        },
        Row("nameBytesMax", endsAt: 1) { offset in
            var end = try ServerEnd(limits: Limits { $0.nameBytesMax = 10 })
            let nobodys = MethodDescriptor(service: String(repeating: "n", count: 10 + offset), method: "M", kind: .unary)
            try end.receive(.request(1, nobodys))
            return try end.answers() == ["1 UNIMPLEMENTED SERVICE_UNKNOWN"]
        },
        Row("metadataPairsMax", endsAt: 1) { offset in
            let metadata = Metadata((0..<(3 + offset)).map { .init(key: "k\($0)", value: "") })
            return try isAnswered(Limits { $0.metadataPairsMax = 3 }, .request(1, echo, metadata: metadata))
        },
        Row("metadataBytesMax", endsAt: 1) { offset in
            let metadata = Metadata([.init(key: "k", value: String(repeating: "v", count: 99 + offset))])
            return try isAnswered(Limits { $0.metadataBytesMax = 100 }, .request(1, echo, metadata: metadata))
        },
        Row("streamsMax", endsAt: 1) { offset in
            var end = try ServerEnd(limits: Limits { $0.streamsMax = 4 })
            for number in 0..<(4 + offset) { try end.receive(.request(StreamID(2 * number + 1), hang)) }
            return try end.answers().isEmpty
        },
        Row("callsPerLoopMax", endsAt: 1) { offset in
            var end = try ServerEnd(limits: Limits { $0.callsPerLoopMax = 4 })
            for number in 0..<(4 + offset) { try end.receive(.request(StreamID(2 * number + 1), hang)) }
            return try end.answers().isEmpty
        },
        // Streams whose tasks do nothing: the loop here is one that only this thread may touch.
        Row("streamsPerCallerMax", endsAt: 1) { offset in
            var end = try ServerEnd(limits: Limits { $0.streamsPerCallerMax = 4 })
            for number in 0..<(4 + offset) { try end.receive(.request(StreamID(2 * number + 1), KindsService.keepSilent)) }
            return try !end.answers().contains { $0.hasSuffix("SERVER_OVERLOADED") }
        },
        Row("outboundBytesMax", endsAt: 1) { offset in
            let end = try ServerEnd(limits: Limits { $0.outboundBytesMax = 1000 })
            end.channel.isWritable = false
            end.handler.outbox?.buffer.writeRepeatingByte(0, count: 1000 + offset)
            end.channel.pipeline.fireChannelWritabilityChanged()
            return end.channel.isActive
        },
        Row("statusMessageBytesMax", endsAt: 1) { offset in
            let error = RPCError(.aborted, reason: "R", String(repeating: "m", count: 20 + offset))
            return try ResponseEnvelope(decoding: error.encodedResponse(limits: Limits { $0.statusMessageBytesMax = 20 }))
                == .failure(error)
        },
        Row("statusDetailBytesMax", endsAt: 1) { offset in
            // Reason, domain and the pair with their tags and lengths: 3 + 3 + 2 + 3 + 2 + the value.
            let error = RPCError(.aborted, reason: "R", "m", domain: "d", metadata: ["k": String(repeating: "v", count: 47 + offset)])
            return try ResponseEnvelope(decoding: error.encodedResponse(limits: Limits { $0.statusDetailBytesMax = 60 })) == .failure(error)
        },
        Row("firstByteTimeout", endsAt: 0) { offset in
            try lasts(
                500 + offset,
                Limits {
                    $0.firstByteTimeout = .milliseconds(500)
                    $0.drainLinger = .zero
                }
            ) { _ in }
        },
        Row("frameTimeout", endsAt: 0) { offset in
            try lasts(500 + offset, Limits { $0.frameTimeout = .milliseconds(500) }) { try $0.channel.writeInbound(ByteBuffer(bytes: [0])) }
        },
        Row("idleTimeout", endsAt: 0) { offset in
            try lasts(
                500 + offset,
                Limits {
                    $0.idleTimeout = .milliseconds(500)
                    $0.drainLinger = .zero
                }
            ) { try $0.receive(.request(1, echo)) }
        },
        Row("connectionAgeMax", endsAt: 0) { offset in
            try lasts(
                500 + offset,
                Limits {
                    $0.connectionAgeMax = .milliseconds(500)
                    $0.connectionAgeJitter = 0
                    $0.drainLinger = .zero
                }
            ) { try $0.receive(.request(1, echo)) }
        },
        // The test's draw is 0.5: half of the jitter.
        Row("connectionAgeJitter", endsAt: 0) { offset in
            try lasts(
                400 + offset,
                Limits {
                    $0.connectionAgeMax = .milliseconds(500)
                    $0.connectionAgeJitter = 0.4
                    $0.drainLinger = .zero
                }
            ) { try $0.receive(.request(1, echo)) }
        },
        Row("drainLinger", endsAt: 0) { offset in
            try lasts(500 + offset, Limits { $0.drainLinger = .milliseconds(500) }) { $0.handler.drain() }
        },
        Row("discardTimeout", endsAt: 0) { offset in
            try lasts(
                500 + offset,
                Limits {
                    $0.frameBytesMax = 100
                    $0.discardTimeout = .milliseconds(500)
                }
            ) { try $0.channel.writeInbound(ByteBuffer(bytes: [0, 0, 0, 101, 0, 0, 0, 1, 1, 0])) }
        },
        Row("writeStallTimeout", endsAt: 0) { offset in
            try lasts(500 + offset, Limits { $0.writeStallTimeout = .milliseconds(500) }) {
                $0.channel.isWritable = false
                $0.channel.pipeline.fireChannelWritabilityChanged()
            }
        },
        Row("unaryTimeoutDefault", endsAt: 0) { offset in
            try waits(500 + offset, Limits { $0.unaryTimeoutDefault = .milliseconds(500) }, .request(1, hang))
        },
        Row("timeoutMax", endsAt: 0) { offset in
            try waits(500 + offset, Limits { $0.timeoutMax = .milliseconds(500) }, .request(1, hang, timeout: .max))
        },
    ]

    /// Tested at n-1, n and n+1 beside what they bound: where, for each.
    private static let elsewhere = [
        "connectionsMax": "SocketTests", "connectionsPerAddressMax": "LifecycleTests", "unreadStreamBytesMax": "UnreadCreditTests",
        "unreadConnectionBytesMax": "UnreadCreditTests", "unreadTimeout": "UnreadCreditTests",
        "clientUnreadStreamBytesMax": "UnreadCreditTests",
        "streamTimeoutDefault": "ServerConnectionTests", "loopPassMax": "OverloadTests", "queueDelayMax": "OverloadTests",
        "overloadRetryDelay": "SheddingTests",
    ]

    @Test("A limit holds up to n and not beyond", arguments: rows.indices, [-1, 0, 1])
    func limit(_ index: Int, offset: Int) throws {
        let row = Self.rows[index]
        #expect(try row.holds(offset) == (offset < row.endsAt), "\(row.name)")
    }

    @Test("No limit is without a test")
    func complete() {
        let all = Mirror(reflecting: Limits()).children.compactMap(\.label)
        #expect(Set(all) == Set(Self.rows.map(\.name)).union(Self.elsewhere.keys))
    }
}
