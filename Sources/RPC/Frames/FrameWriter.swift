public import NIOCore

extension ByteBuffer {
    /// Appends the ten bytes of a header.
    public mutating func writeFrameHeader(_ header: FrameHeader) {
        writeInteger(UInt64(header.length) << 32 | UInt64(header.streamID))
        writeInteger(UInt16(header.type.rawValue) << 8 | UInt16(header.flags.rawValue))
    }

    /// Overwrites the header that was reserved at `index`.
    mutating func setFrameHeader(_ header: FrameHeader, at index: Int) {
        setInteger(UInt64(header.length) << 32 | UInt64(header.streamID), at: index)
        setInteger(UInt16(header.type.rawValue) << 8 | UInt16(header.flags.rawValue), at: index + 8)
    }

    /// Appends a whole frame. The caller has checked the data against the frame limit.
    public mutating func writeFrame(_ frame: Frame) {
        writeFrameHeader(
            FrameHeader(length: UInt32(frame.data.readableBytes), streamID: frame.streamID, type: frame.type, flags: frame.flags))
        writeImmutableBuffer(frame.data)
    }

    /// Appends one message of a stream as a data frame.
    public mutating func writeDataFrame(_ message: ByteBuffer, streamID: StreamID) {
        writeFrame(Frame(streamID: streamID, type: .data, data: message))
    }

    /// Appends the empty `closed | no data` frame that ends the sender's side of a stream.
    public mutating func writeClosingFrame(streamID: StreamID) {
        writeFrameHeader(FrameHeader(length: 0, streamID: streamID, type: .data, flags: .closing))
    }
}
