public import NIOCore

/// Cuts a stream of bytes into frames, whatever pieces the bytes arrive in.
///
/// Data is handed out as slices of what was received; only a frame that spans pieces is gathered, in a buffer that grows with
/// what really arrived and never with what a header announces.
public struct FrameDecoder: Sendable {
    /// What the bytes so far amount to.
    public enum Event: Hashable, Sendable {
        /// A whole frame, within the limit.
        case frame(Frame)
        /// From here on a frame's data is thrown away as it arrives. Give that a time limit.
        case discardBegan(FrameHeader)
        /// All data of that frame is gone; the stream is in step again.
        case discarded(FrameHeader, DiscardCause)
        /// The first byte of a header is not zero: whatever the peer speaks, it is not ttrpc. Nothing follows.
        case broken
    }

    /// Why a frame is thrown away.
    public enum DiscardCause: Hashable, Sendable {
        /// It announced more data than a frame may carry.
        case tooLarge
        /// Its receiver had no room for what had arrived of it (`discardUnfinished`).
        case noRoom
    }

    private let frameBytesMax: Int
    private var bytes = ByteBuffer()
    /// Slices of `bytes` are out: appending in place would copy all of it, handed-out frames included.
    private var isShared = false
    private var discarding: (header: FrameHeader, remaining: Int, cause: DiscardCause)?
    private var isBroken = false

    /// - Parameter frameBytesMax: the most data a frame may carry.
    public init(frameBytesMax: Int) { self.frameBytesMax = frameBytesMax }

    /// Bytes held for a frame that is not complete.
    public var bufferedBytes: Int { bytes.readableBytes }

    /// Takes what arrived; ask `next()` until it answers nil.
    public mutating func append(_ received: ByteBuffer) {
        // Nobody will ask for it, and a peer that goes on sending must not be kept in memory.
        if isBroken { return }
        if bytes.readableBytes == 0 {
            bytes = received
        } else if isShared {
            var gathered = ByteBuffer()
            gathered.reserveCapacity(bytes.readableBytes + received.readableBytes)
            gathered.writeImmutableBuffer(bytes)
            gathered.writeImmutableBuffer(received)
            bytes = gathered
        } else {
            bytes.writeImmutableBuffer(received)
        }
        isShared = false
    }

    /// The next event, or nil until more bytes arrive.
    public mutating func next() -> Event? {
        if isBroken { return nil }
        if let event = finishDiscarding() { return event }
        guard discarding == nil, let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return nil }
        guard first == 0 else {
            isBroken = true
            bytes = ByteBuffer()
            return .broken
        }
        guard let header = bytes.frameHeader() else { return nil }
        let length = Int(header.length)
        if length > frameBytesMax {
            bytes.moveReaderIndex(forwardBy: FrameHeader.byteCount)
            discarding = (header, length, .tooLarge)
            return .discardBegan(header)
        }
        guard bytes.readableBytes >= FrameHeader.byteCount + length else { return nil }
        bytes.moveReaderIndex(forwardBy: FrameHeader.byteCount)
        let data = length == 0 ? ByteBuffer() : bytes.readSlice(length: length) ?? ByteBuffer()
        isShared = isShared || length > 0
        releaseIfEmpty()
        return .frame(Frame(streamID: header.streamID, type: header.type, flags: header.flags, data: data))
    }

    /// Throws away what is there of an unfinished frame now, and its rest as it arrives; `discarded` tells of its end. Answers its
    /// header; nil if there is no unfinished frame whose header is known.
    public mutating func discardUnfinished() -> FrameHeader? {
        guard discarding == nil, let header = bytes.frameHeader(), header.length <= frameBytesMax else { return nil }
        let remaining = FrameHeader.byteCount + Int(header.length) - bytes.readableBytes
        guard remaining > 0 else { return nil }
        bytes = ByteBuffer()
        isShared = false
        discarding = (header, remaining, .noRoom)
        return header
    }

    /// Throws away what has arrived of a frame nobody wants; tells when that was the last of it.
    private mutating func finishDiscarding() -> Event? {
        guard let (header, remaining, cause) = discarding else { return nil }
        let count = min(remaining, bytes.readableBytes)
        bytes.moveReaderIndex(forwardBy: count)
        releaseIfEmpty()
        discarding = remaining == count ? nil : (header, remaining - count, cause)
        return discarding == nil ? .discarded(header, cause) : nil
    }

    /// An idle connection holds no buffer.
    private mutating func releaseIfEmpty() {
        if bytes.readableBytes == 0 {
            bytes = ByteBuffer()
            isShared = false
        }
    }
}

extension ByteBuffer {
    /// The header at the reader index, if all of it is there.
    fileprivate func frameHeader() -> FrameHeader? {
        guard readableBytes >= FrameHeader.byteCount,
            let lengthAndStream = getInteger(at: readerIndex, as: UInt64.self),
            let typeAndFlags = getInteger(at: readerIndex + 8, as: UInt16.self)
        else { return nil }
        return FrameHeader(
            length: UInt32(truncatingIfNeeded: lengthAndStream >> 32), streamID: UInt32(truncatingIfNeeded: lengthAndStream),
            type: FrameType(rawValue: UInt8(truncatingIfNeeded: typeAndFlags >> 8)),
            flags: FrameFlags(rawValue: UInt8(truncatingIfNeeded: typeAndFlags)))
    }
}
