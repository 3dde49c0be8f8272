import NIOCore
import RPC
import Testing

@Suite struct FrameTests {
    @Test("A header is ten bytes: length, stream, type, flags, big-endian")
    func header() {
        var buffer = ByteBuffer()
        buffer.writeFrame(Frame(streamID: 0x0102_0305, type: .data, flags: [.remoteClosed, .noData], data: ByteBuffer(string: "ab")))
        #expect(Array(buffer.readableBytesView) == [0, 0, 0, 2, 1, 2, 3, 5, 3, 5, 0x61, 0x62])
    }

    @Test("Frames come out whole, whatever pieces their bytes arrive in", arguments: [1, 2, 3, 7, 10, 11, 64, 1000])
    func pieces(of size: Int) {
        let frames: [Frame] = [
            .data(1, ""), .data(3, "x"), .closing(5), .data(7, String(repeating: "long", count: 100)),
            Frame(streamID: 9, type: FrameType(rawValue: 77), flags: FrameFlags(rawValue: 0xF0), data: ByteBuffer(string: "?")),
        ]
        var bytes = ByteBuffer()
        for frame in frames { bytes.writeFrame(frame) }
        var decoder = FrameDecoder(frameBytesMax: 1 << 20)
        var events: [FrameDecoder.Event] = []
        while bytes.readableBytes > 0 {
            if let piece = bytes.readSlice(length: min(size, bytes.readableBytes)) { decoder.append(piece) }
            events += decoder.drain()
        }
        #expect(events == frames.map { .frame($0) })
        #expect(decoder.bufferedBytes == 0)
    }

    @Test("A frame that was handed out does not change when more bytes arrive")
    func slicesStay() {
        var bytes = Frame.data(1, "first").bytes
        bytes.writeImmutableBuffer(Frame.data(3, "second").bytes.getSlice(at: 0, length: 12) ?? ByteBuffer())
        var decoder = FrameDecoder(frameBytesMax: 100)
        decoder.append(bytes)
        let first = decoder.drain()
        decoder.append(Frame.data(3, "second").bytes.getSlice(at: 12, length: 4) ?? ByteBuffer())
        #expect(decoder.drain() == [.frame(.data(3, "second"))])
        #expect(first == [.frame(.data(1, "first"))])
    }

    @Test("The frame limit holds at n-1, n and n+1", arguments: [(99, true), (100, true), (101, false)])
    func limit(length: Int, isAccepted: Bool) {
        var decoder = FrameDecoder(frameBytesMax: 100)
        let frame = Frame.data(1, String(repeating: "x", count: length))
        decoder.append(frame.bytes)
        let header = FrameHeader(length: UInt32(length), streamID: 1, type: .data)
        #expect(decoder.drain() == (isAccepted ? [.frame(frame)] : [.discardBegan(header), .discarded(header, .tooLarge)]))
    }

    @Test("wire 1: a frame of 4 to 16 MiB is thrown away as it arrives, and the next one is read")
    func oversized() {
        let limit = Limits().frameBytesMax
        var decoder = FrameDecoder(frameBytesMax: limit)
        let header = FrameHeader(length: 0xFF_FFFF, streamID: 1, type: .request)
        var bytes = ByteBuffer()
        bytes.writeFrameHeader(header)
        decoder.append(bytes)
        #expect(decoder.drain() == [.discardBegan(header)])
        let piece = ByteBuffer(repeating: 1, count: 1 << 20)
        for _ in 0..<15 {
            decoder.append(piece)
            #expect(decoder.drain().isEmpty)
            #expect(decoder.bufferedBytes == 0)
        }
        var rest = ByteBuffer(repeating: 1, count: (1 << 20) - 1)
        rest.writeImmutableBuffer(Frame.data(3, "next").bytes)
        decoder.append(rest)
        #expect(decoder.drain() == [.discarded(header, .tooLarge), .frame(.data(3, "next"))])
    }

    @Test("An unfinished frame can be given up: what is there goes at once, the rest as it arrives, and the next one is read")
    func givingUp() {
        var decoder = FrameDecoder(frameBytesMax: 100)
        let header = FrameHeader(length: 50, streamID: 1, type: .request)
        var bytes = ByteBuffer()
        bytes.writeFrameHeader(header)
        decoder.append(bytes.getSlice(at: 0, length: 9) ?? ByteBuffer())
        #expect(decoder.drain().isEmpty && decoder.discardUnfinished() == nil)
        decoder.append(bytes.getSlice(at: 9, length: 1) ?? ByteBuffer())
        decoder.append(ByteBuffer(repeating: 1, count: 20))
        #expect(decoder.drain().isEmpty && decoder.discardUnfinished() == header)
        #expect(decoder.bufferedBytes == 0 && decoder.discardUnfinished() == nil)
        decoder.append(ByteBuffer(repeating: 1, count: 29))
        #expect(decoder.drain().isEmpty)
        var rest = ByteBuffer(bytes: [1])
        rest.writeImmutableBuffer(Frame.data(3, "next").bytes)
        decoder.append(rest)
        #expect(decoder.discardUnfinished() == nil)
        #expect(decoder.drain() == [.discarded(header, .noRoom), .frame(.data(3, "next"))])
    }

    @Test(
        "wire 1: a header whose first byte is not zero breaks the connection, and nothing follows",
        arguments: [1, 0x16, 0x47, 0xFF] as [UInt8])
    func broken(first: UInt8) {
        var decoder = FrameDecoder(frameBytesMax: 100)
        decoder.append(ByteBuffer(bytes: [first]))
        #expect(decoder.drain() == [.broken])
        decoder.append(Frame.data(1, "x").bytes)
        #expect(decoder.drain().isEmpty)
    }

    @Test("Found by fuzzing: whatever a peer sends after what is not ttrpc is not kept")
    func nothingIsKeptOfWhatFollows() {
        var decoder = FrameDecoder(frameBytesMax: 100)
        for _ in 0..<100 { decoder.append(ByteBuffer(string: "GET / HTTP/1.1\r\n")) }
        _ = decoder.drain()
        for _ in 0..<100 { decoder.append(ByteBuffer(string: "GET / HTTP/1.1\r\n")) }
        #expect(decoder.bufferedBytes == 0)
    }

    @Test("A large header with little behind it costs little memory")
    func announcedIsNotReserved() {
        var decoder = FrameDecoder(frameBytesMax: 4 << 20)
        var bytes = ByteBuffer()
        bytes.writeFrameHeader(FrameHeader(length: 4 << 20, streamID: 1, type: .request))
        decoder.append(bytes)
        #expect(decoder.drain().isEmpty)
        #expect(decoder.bufferedBytes == FrameHeader.byteCount)
    }
}
