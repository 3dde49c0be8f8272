public import NIOCore

/// Names one call on a connection: odd, and higher than every one before it.
public typealias StreamID = UInt32

/// The ten bytes in front of every frame: data length, stream, type, flags; big-endian.
///
/// Source: containerd/ttrpc PROTOCOL.md, "Message Frame".
public struct FrameHeader: Hashable, Sendable {
    /// Bytes of data that follow the header.
    public var length: UInt32
    /// The call it belongs to.
    public var streamID: StreamID
    /// What it is.
    public var type: FrameType
    /// What else it says.
    public var flags: FrameFlags

    /// Bytes a header takes on the wire.
    public static let byteCount = 10

    /// A header for `length` bytes of data.
    public init(length: UInt32, streamID: StreamID, type: FrameType, flags: FrameFlags = []) {
        self.length = length
        self.streamID = streamID
        self.type = type
        self.flags = flags
    }
}

/// What a frame is. A raw value: types this version does not know are ignored, not refused.
public struct FrameType: RawRepresentable, Hashable, Sendable {
    /// The byte on the wire.
    public var rawValue: UInt8
    /// Any byte.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Opens a stream; data is a `ttrpc.Request`.
    public static let request = FrameType(rawValue: 1)
    /// Ends a stream; data is a `ttrpc.Response`.
    public static let response = FrameType(rawValue: 2)
    /// Data is one message of an open stream.
    public static let data = FrameType(rawValue: 3)
}

/// What else a frame says. "Remote" is the sender, seen from the receiver.
public struct FrameFlags: OptionSet, Hashable, Sendable {
    /// The byte on the wire.
    public var rawValue: UInt8
    /// Any byte.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The sender sends no more on this stream.
    public static let remoteClosed = FrameFlags(rawValue: 0x01)
    /// On a Request: the sender goes on with data frames.
    public static let remoteOpen = FrameFlags(rawValue: 0x02)
    /// On a data frame: there is no message in it. Without this flag, zero bytes are an empty message.
    public static let noData = FrameFlags(rawValue: 0x04)

    /// How a side ends its stream without a message: the one form every implementation takes.
    public static let closing: FrameFlags = [.remoteClosed, .noData]
}

/// One whole frame; its data is a view of the bytes that were received, not a copy.
public struct Frame: Hashable, Sendable {
    /// The call it belongs to.
    public var streamID: StreamID
    /// What it is.
    public var type: FrameType
    /// What else it says.
    public var flags: FrameFlags
    /// An envelope, or a message of a stream.
    public var data: ByteBuffer

    /// A frame with its data.
    public init(streamID: StreamID, type: FrameType, flags: FrameFlags = [], data: ByteBuffer = ByteBuffer()) {
        self.streamID = streamID
        self.type = type
        self.flags = flags
        self.data = data
    }
}
