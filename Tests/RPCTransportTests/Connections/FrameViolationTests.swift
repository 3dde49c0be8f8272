import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import RPCTransport

/// Every way to break the wire: the bytes, exactly what is answered, and whether the connection lives.
@Suite struct FrameViolationTests {
    enum Fate { case lives, closed }

    struct Row: Sendable {
        let name: String
        let bytes: ByteBuffer
        let answers: [String]
        let fate: Fate

        init(_ name: String, _ bytes: ByteBuffer, _ answers: [String] = [], _ fate: Fate = .lives) {
            (self.name, self.bytes, self.answers, self.fate) = (name, bytes, answers, fate)
        }

        init(_ name: String, _ frames: [Frame], _ answers: [String]) {
            var bytes = ByteBuffer()
            for frame in frames { bytes.writeFrame(frame) }
            self.init(name, bytes, answers)
        }
    }

    /// A header that announces `length` bytes, with as many behind it.
    private static func oversized(_ id: StreamID, _ type: FrameType, _ length: UInt32 = 4 << 20 | 1) -> ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeFrameHeader(FrameHeader(length: length, streamID: id, type: type))
        bytes.writeRepeatingByte(0x78, count: Int(length))
        return bytes
    }

    private static let echo = KindsService.echoOnLoop
    /// Its task does nothing: the loop here is one that only this thread may touch.
    private static let ignoreAll = KindsService.ignoreAll
    private static let hang = KindsService.hangOnLoop
    private static let noService = MethodDescriptor(service: "no.Such", method: "M", kind: .unary)
    private static func envelope(_ bytes: [UInt8]) -> Frame { Frame(streamID: 1, type: .request, data: ByteBuffer(bytes: bytes)) }
    private static func data(_ id: StreamID, _ text: String, _ flags: FrameFlags = []) -> Frame {
        Frame(streamID: id, type: .data, flags: flags, data: ByteBuffer(string: text))
    }
    private static let wrongID = "INVALID_ARGUMENT STREAM_ID_INVALID"
    private static let malformed = "INVALID_ARGUMENT MALFORMED_REQUEST"
    private static let wrongKind = "INVALID_ARGUMENT CALL_KIND_MISMATCH"
    private static let afterEnd = "INVALID_ARGUMENT STREAM_CLOSED"
    private static let tooLarge = "RESOURCE_EXHAUSTED FRAME_TOO_LARGE"

    static let rows: [Row] = [
        // The header.
        Row("wire 1: plain HTTP", ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"), [], .closed),
        Row("wire 1: a TLS ClientHello inside of TLS", ByteBuffer(bytes: [0x16, 3, 1]), [], .closed),
        Row("wire 1: 16 MiB, which makes the first byte non-zero", ByteBuffer(bytes: [1, 0, 0, 0]), [], .closed),
        Row("wire 1: more than 4 MiB in a Request", oversized(1, .request), ["1 \(tooLarge)"]),
        Row("wire 1: one byte less than 16 MiB", oversized(1, .request, 0xFF_FFFF), ["1 \(tooLarge)"]),
        Row("wire 1: more than 4 MiB on an even id", oversized(2, .request), ["2 \(tooLarge)"]),
        Row("wire 1: more than 4 MiB of data for no stream", oversized(1, .data), ["1 \(tooLarge)"]),
        Row("wire 1: more than 4 MiB of an unknown type", oversized(1, FrameType(rawValue: 9)), []),
        Row("wire 2: unknown types", [Frame(streamID: 1, type: .init(rawValue: 0)), Frame(streamID: 1, type: .init(rawValue: 255))], []),
        Row("wire 2: a Response to a server", [Frame(streamID: 1, type: .response)], []),
        // Stream ids.
        Row("wire 3: id 0", [.request(0, echo)], ["0 \(wrongID)"]),
        Row("wire 3: an even id", [.request(2, echo)], ["2 \(wrongID)"]),
        Row("wire 3: an id twice", [.request(3, echo), .request(3, echo)], ["3 ''", "3 \(wrongID)"]),
        Row("wire 3: an id twice, the first call in flight", [.request(3, hang), .request(3, echo)], ["3 \(wrongID)"]),
        Row("wire 3: a lower id", [.request(5, echo), .request(3, echo)], ["5 ''", "3 \(wrongID)"]),
        Row(
            "wire 3: a refused id is used up", [.request(5, noService), .request(5, echo)],
            ["5 UNIMPLEMENTED SERVICE_UNKNOWN", "5 \(wrongID)"]),
        // Data.
        Row("data for no stream", [data(1, "x")], ["1 \(wrongID)"]),
        Row("data on an even id", [data(2, "x")], ["2 \(wrongID)"]),
        Row("the end of no stream", [data(1, "", .closing)], ["1 \(wrongID)"]),
        Row("data for a unary call that is answered", [.request(1, echo), data(1, "x")], ["1 ''", "1 \(wrongID)"]),
        Row("the end of a call that is answered", [.request(1, echo), data(1, "", .closing)], ["1 ''"]),
        Row("data for a unary call in flight", [.request(1, hang), data(1, "x")], ["1 \(afterEnd)"]),
        Row("wire 4: data flagged `no data`", [.request(1, ignoreAll, flags: .remoteOpen), data(1, "x", .noData)], ["1 \(malformed)"]),
        Row(
            "wire 4: the end flagged `no data`, with data", [.request(1, ignoreAll, flags: .remoteOpen), data(1, "x", .closing)],
            ["1 \(malformed)"]),
        Row(
            "data after the end", [.request(1, ignoreAll, flags: .remoteOpen), data(1, "", .closing), data(1, "x")], ["1 \(afterEnd)"]),
        Row(
            "data after a Request that closed the stream", [.request(1, ignoreAll, flags: .remoteClosed), data(1, "x")], ["1 \(afterEnd)"]),
        // Kinds.
        Row("wire 5: a unary method opened as a stream", [.request(1, echo, flags: .remoteOpen)], ["1 \(wrongKind)"]),
        Row("wire 5: a stream opened as a unary call", [.request(1, ignoreAll)], ["1 \(wrongKind)"]),
        Row("wire 5: open and closed at once", [.request(1, ignoreAll, flags: [.remoteOpen, .remoteClosed])], ["1 \(wrongKind)"]),
        Row("wire 5: a server stream opened without an end", [.request(1, KindsService.split, flags: .remoteOpen)], ["1 \(wrongKind)"]),
        // Envelopes.
        Row("an envelope of garbage", [envelope([0xFF, 0xFF])], ["1 \(malformed)"]),
        Row("an empty envelope", [envelope([])], ["1 UNIMPLEMENTED SERVICE_UNKNOWN"]),
        Row("a service that is not text", [envelope([0x0A, 1, 0xFF])], ["1 \(malformed)"]),
        Row("a service with a NUL", [envelope([0x0A, 1, 0])], ["1 \(malformed)"]),
        Row("a name above 255 bytes", [envelope([0x0A, 0x80, 2] + Array(repeating: 0x61, count: 256))], ["1 \(malformed)"]),
        Row("an unknown method", [.request(1, KindsService.method("No"))], ["1 UNIMPLEMENTED METHOD_UNKNOWN"]),
        Row(
            "too many metadata pairs", [.request(1, echo, metadata: Metadata((0...64).map { .init(key: "k\($0)", value: "") }))],
            ["1 RESOURCE_EXHAUSTED METADATA_TOO_LARGE"]),
        Row("wire 6: a timeout that is over", [.request(1, echo, timeout: -1)], ["1 DEADLINE_EXCEEDED DEADLINE_EXCEEDED"]),
    ]

    @Test("wire 1-6: what is answered, and whether the connection lives", arguments: rows.indices)
    func violation(_ index: Int) throws {
        let row = Self.rows[index]
        var end = try ServerEnd()
        end.handshake()
        try end.channel.writeInbound(row.bytes)
        #expect(try end.answers() == row.answers, "\(row.name)")
        #expect(end.channel.isActive == (row.fate == .lives), "\(row.name)")
        guard row.fate == .lives else { return }
        try end.receive(.request(1001, Self.echo, "still here"))
        #expect(try end.answers() == ["1001 'still here'"], "\(row.name)")
    }

    @Test("Time: a slow frame is closed upon, silence is drained", arguments: [(1, false), (FrameHeader.byteCount + 3, false), (0, true)])
    func slow(bytesSent: Int, isDrained: Bool) throws {
        var end = try ServerEnd()
        end.handshake()
        let request = Frame.request(1, Self.echo, "slowly").bytes
        if bytesSent > 0 { try end.channel.writeInbound(request.getSlice(at: 0, length: bytesSent) ?? ByteBuffer()) }
        end.pass(.milliseconds(9999))
        #expect(end.channel.isActive)
        end.pass(.milliseconds(1))
        #expect(end.channel.isActive == isDrained)
        guard isDrained else { return }
        try end.channel.writeInbound(request)
        #expect(try end.answers() == ["1 UNAVAILABLE DRAINING"])
        end.pass(.seconds(1))
        #expect(!end.channel.isActive)
    }

    @Test("One byte a second does not keep a connection")
    func slowLoris() throws {
        let end = try ServerEnd()
        end.handshake()
        var request = Frame.request(1, Self.echo, "slowly").bytes
        for second in 0..<10 {
            #expect(end.channel.isActive, "second \(second)")
            try end.channel.writeInbound(request.readSlice(length: 1) ?? ByteBuffer())
            end.pass(.seconds(1))
        }
        #expect(!end.channel.isActive)
    }

    @Test("While we do not read, a frame that began has all its time")
    func ourFault() throws {
        let end = try ServerEnd()
        end.handshake()
        end.channel.isWritable = false
        end.channel.pipeline.fireChannelWritabilityChanged()
        try end.channel.writeInbound(ByteBuffer(bytes: [0, 0]))
        end.pass(.seconds(20))
        #expect(end.channel.isActive)
        end.channel.isWritable = true
        end.channel.pipeline.fireChannelWritabilityChanged()
        end.pass(.milliseconds(9999))
        #expect(end.channel.isActive)
        end.pass(.milliseconds(1))
        #expect(!end.channel.isActive)
    }
}
