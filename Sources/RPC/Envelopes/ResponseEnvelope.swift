public import NIOCore

/// `ttrpc.Response`: a payload, or a status that is not OK.
///
/// `Response { google.rpc.Status status=1; bytes payload=2 }`
public enum ResponseEnvelope: Hashable, Sendable {
    /// The encoded message, possibly empty.
    case success(ByteBuffer)
    case failure(RPCError)

    /// Reads an envelope. Throws MALFORMED_RESPONSE. A status with code OK is a success.
    public init(decoding data: ByteBuffer) throws(RPCError) {
        var payload = 0..<0
        var status = StatusDecoder()
        do {
            try data.withUnsafeReadableBytes { bytes throws(WireFault) in
                var cursor = WireCursor(bytes)
                while let (number, type) = try cursor.nextField() {
                    switch number {
                    case 1: try status.merge(WireCursor(bytes, in: try cursor.delimited(type)))
                    case 2: payload = try cursor.delimited(type)
                    default: try cursor.skip(type)
                    }
                }
            }
        } catch {
            throw WireReason.malformedResponse.error("The answer is not a ttrpc.Response: \(error.sentence).")
        }
        self = status.error.map { .failure($0) } ?? .success(data.slice(payload))
    }
}

/// A response frame whose message is still being written, directly behind its header in the outgoing buffer.
///
/// `begin` leaves room for the header, the payload's tag and a length of two bytes; `finish` patches them in, moving the message
/// by a few bytes when its length takes another size. Nothing is copied for messages of 128 bytes to 16 KiB.
public struct OpenResponse {
    private static let lengthBytesReserved = 2

    private let start: Int
    private let streamID: StreamID

    /// Reserves the front of a response frame at the end of `buffer`. Append the message next.
    public static func begin(streamID: StreamID, in buffer: inout ByteBuffer) -> OpenResponse {
        let start = buffer.writerIndex
        buffer.writeRepeatingByte(0, count: FrameHeader.byteCount + 1 + lengthBytesReserved)
        return OpenResponse(start: start, streamID: streamID)
    }

    /// How much was appended since `begin`; ask before `finish`.
    public func messageBytes(in buffer: ByteBuffer) -> Int {
        buffer.writerIndex - start - FrameHeader.byteCount - 1 - Self.lengthBytesReserved
    }

    /// Completes the frame around what was appended since `begin`. False, and the buffer as before `begin`, when the
    /// envelope is larger than a frame may be.
    public func finish(in buffer: inout ByteBuffer, frameBytesMax: Int) -> Bool {
        let envelopeStart = start + FrameHeader.byteCount
        let reserved = envelopeStart + 1 + Self.lengthBytesReserved
        let count = buffer.writerIndex - reserved
        var envelopeBytes = 0
        if count == 0 {
            buffer.moveWriterIndex(to: envelopeStart)
        } else {
            let lengthBytes = varintByteCount(UInt64(count))
            envelopeBytes = 1 + lengthBytes + count
            guard envelopeBytes <= frameBytesMax else {
                abandon(in: &buffer)
                return false
            }
            buffer.moveTail(from: reserved, to: envelopeStart + 1 + lengthBytes)
            buffer.setInteger(UInt8(2 << 3 | 2), at: envelopeStart)
            buffer.setVarint(UInt64(count), at: envelopeStart + 1)
        }
        buffer.setFrameHeader(FrameHeader(length: UInt32(envelopeBytes), streamID: streamID, type: .response), at: start)
        return true
    }

    /// Takes back everything since `begin`.
    public func abandon(in buffer: inout ByteBuffer) { buffer.moveWriterIndex(to: start) }
}

extension ByteBuffer {
    /// Appends a response frame with a message that exists already. False, and nothing written, when it is too large.
    public mutating func writeResponseFrame(_ message: ByteBuffer, streamID: StreamID, frameBytesMax: Int) -> Bool {
        let count = message.readableBytes == 0 ? 0 : delimitedByteCount(message.readableBytes)
        guard count <= frameBytesMax else { return false }
        writeFrameHeader(FrameHeader(length: UInt32(count), streamID: streamID, type: .response))
        if count > 0 { writeBytesField(2, message) }
        return true
    }

    /// Appends a response frame that fails the call. What exceeds the limits of a status is left out.
    public mutating func writeResponseFrame(_ error: RPCError, streamID: StreamID, limits: Limits) {
        let status = error.encodedStatus(limits: limits)
        let count = delimitedByteCount(status.readableBytes)
        writeFrameHeader(FrameHeader(length: UInt32(count), streamID: streamID, type: .response))
        writeBytesField(1, status)
    }

    /// Appends a response frame around an envelope that is written already.
    public mutating func writeResponseFrame(envelope: ByteBuffer, streamID: StreamID) {
        writeFrame(Frame(streamID: streamID, type: .response, data: envelope))
    }

    /// Moves the bytes from `source` to the writer index so that they begin at `target`.
    fileprivate mutating func moveTail(from source: Int, to target: Int) {
        if source == target { return }
        let count = writerIndex - source
        if target > source { writeRepeatingByte(0, count: target - source) }
        let base = readerIndex
        withUnsafeMutableReadableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            (start + (target - base)).copyMemory(from: start + (source - base), byteCount: count)
        }
        moveWriterIndex(to: target + count)
    }
}

extension RPCError {
    /// The whole envelope of a response that fails a call with this error.
    public func encodedResponse(limits: Limits) -> ByteBuffer {
        var envelope = ByteBuffer()
        envelope.writeBytesField(1, encodedStatus(limits: limits))
        return envelope
    }
}
