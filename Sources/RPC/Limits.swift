/// Every bound the wire keeps, in one value: nothing a peer sends grows without one of these.
///
/// The defaults suit a service of small messages on a private network. Sizes are bytes of the decrypted stream.
public struct Limits: Sendable, Hashable {
    /// Data of one frame, and so of one message. ttrpc fixes 4 MiB; a larger value is not interoperable. Default 4 MiB.
    public var frameBytesMax = 4 << 20
    /// How long the body of a too large frame (4-16 MiB) may take to arrive and be thrown away. Default 10 s.
    public var discardTimeout = Duration.seconds(10)
    /// Bytes of frames that began and are not complete, over all connections of a server; the first 16 KiB of each connection do not
    /// count. A frame that finds no room is thrown away as it arrives, and refused. Default 64 MiB.
    public var unfinishedBytesMax = 64 << 20
    /// Length of the service name and of the method name in a Request, each. Default 255.
    public var nameBytesMax = 255
    /// Key-value pairs in a Request's metadata. Default 64.
    public var metadataPairsMax = 64
    /// Keys and values of a Request's metadata, summed. Default 16 KiB.
    public var metadataBytesMax = 16 << 10
    /// Calls in flight on one connection; a call counts until its handler has returned. Default 128.
    public var streamsMax = 128
    /// Connections a server serves at a time; more are closed at once. Default 4096.
    public var connectionsMax = 4096
    /// The same for one address; raise it where a proxy stands before the server. Default 256.
    public var connectionsPerAddressMax = 256

    /// From the end of the handshake to the first byte. Default 10 s.
    public var firstByteTimeout = Duration.seconds(10)
    /// How long a frame that began may take to be complete, while we read. Default 10 s.
    public var frameTimeout = Duration.seconds(10)
    /// How long a connection may be without a call in flight. Default 15 min.
    public var idleTimeout = Duration.seconds(15 * 60)
    /// How old a connection may become before it drains. Default 1 h.
    public var connectionAgeMax = Duration.seconds(60 * 60)
    /// The share of that age, 0 ... 1, by which a connection's own may be shorter, drawn for each. Default 0.1.
    public var connectionAgeJitter = 0.1
    /// How long a connection that drains stays after its last call, to refuse calls that cross its end. Default 1 s.
    public var drainLinger = Duration.seconds(1)

    /// Credit of one stream: bytes that arrived on it and were not taken yet. Above it a server stops reading the
    /// connection for at most `unreadTimeout`, then fails that stream. One message is always accepted. Default 256 KiB.
    public var unreadStreamBytesMax = 256 << 10
    /// The same for all streams of a connection together. Default 1 MiB.
    public var unreadConnectionBytesMax = 1 << 20
    /// How long a server waits for a handler to take something while reading is stopped for it. Default 5 s.
    public var unreadTimeout = Duration.seconds(5)
    /// Credit of one stream on a client. A client always reads, so a stream above this fails at once. Default 8 MiB.
    public var clientUnreadStreamBytesMax = 8 << 20

    /// What a connection holds because its peer does not drain it: a server closes it above this, a client opens no call that would
    /// exceed it. Default 16 MiB.
    public var outboundBytesMax = 16 << 20
    /// How long a peer may take nothing of what waits for it before the connection is closed. Default 30 s.
    public var writeStallTimeout = Duration.seconds(30)

    /// How long a loop may work through what had arrived at once; calls it comes to later are shed (`LoopPass`). Default 50 ms.
    public var loopPassMax = Duration.milliseconds(50)
    /// How long a unary call may be in flight beside its loop before fewer are let in (`ConcurrencyLimit`). Default 200 ms.
    public var queueDelayMax = Duration.milliseconds(200)
    /// Unary calls in flight beside one loop, and as many streams; more are shed. Default 4096.
    public var callsPerLoopMax = 4096
    /// Streams of one certificate beside one loop; more are shed. Default 1024.
    public var streamsPerCallerMax = 1024
    /// When a shed call may be tried again; half to one and a half times as long is told. Default 1 s.
    public var overloadRetryDelay = Duration.seconds(1)

    /// Deadline of a unary call that names none. Default 30 s.
    public var unaryTimeoutDefault = Duration.seconds(30)
    /// Deadline of a streaming call that names none: streams of Go clients never do. Default 15 min.
    public var streamTimeoutDefault = Duration.seconds(15 * 60)
    /// The longest deadline a server grants; longer ones are cut to it. Default 1 h.
    public var timeoutMax = Duration.seconds(60 * 60)

    /// The public message of a status; longer ones are cut on a character boundary. Default 2 KiB.
    public var statusMessageBytesMax = 2 << 10
    /// Reason, domain and metadata of an ErrorInfo, summed; metadata that does not fit is left out. Default 8 KiB.
    public var statusDetailBytesMax = 8 << 10

    /// The documented defaults.
    public init() {}

    /// The defaults, changed in place: `Limits { $0.streamsMax = 8 }`.
    public init(_ change: (inout Limits) -> Void) {
        self.init()
        change(&self)
    }
}
