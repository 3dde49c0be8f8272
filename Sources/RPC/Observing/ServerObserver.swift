public import NIOCore

/// Is told what a server's connections and calls come to: for metrics, for the access log.
///
/// Every method runs on the connection's loop, in the middle of its work: quick, without waiting, without allocating where it can. The
/// server makes nothing for an observer that is not there.
public protocol ServerObserver: Sendable {
    /// A connection was accepted; the handshake comes next.
    func connectionOpened()
    /// It is gone, after as many `connectionOpened`.
    func connectionClosed()
    /// TLS was refused before a call could be made: by us, by the peer, or by the clock.
    func handshakeFailed()
    /// A frame was answered with an error, ended its connection, or was ignored for its type, without belonging to any call.
    func frameRefused(_ reason: String)
    /// So many calls were refused as SERVER_OVERLOADED without being read: nothing else is told of them.
    func callsRefusedUnread(_ count: Int)
    /// A call was found in the method table. `callEnded` follows, once.
    func callStarted(_ methodIndex: Int)
    /// A call has its answer, or nobody is left who waits for one. A stream: when it ended.
    func callEnded(_ call: ObservedCall)
}

/// What became of one call. Refers to no message: nothing in here was in one.
public struct ObservedCall: Sendable {
    /// Which method, as position in `MethodTable.handlers`; nil: the call was refused before its method was found.
    public var methodIndex: Int?
    /// The call's number on its connection.
    public var streamID: StreamID
    /// What the caller was told; nil: the call went well. CANCELLED for a caller who left.
    public var error: RPCError?
    /// From when its Request was read to when it could begin.
    public var queueing: TimeAmount
    /// From then to the end.
    public var running: TimeAmount
    /// Bytes of the call's messages, without frames and envelopes; of a refused call those of its frame.
    public var requestBytes: Int
    /// See `requestBytes`.
    public var responseBytes: Int
    /// Who called, by certificate and address.
    public var peer: PeerIdentity
    /// Who was let in, and goes by which name; nil: nobody.
    public var admitted: (any AdmittedIdentity)?
    /// Which trace the call is part of: the server's own span where spans are recorded, else the caller's.
    public var trace: TraceParent?

    /// Servers make these, and tests of observers.
    public init(
        methodIndex: Int?, streamID: StreamID, error: RPCError? = nil, queueing: TimeAmount, running: TimeAmount, requestBytes: Int,
        responseBytes: Int, peer: PeerIdentity, admitted: (any AdmittedIdentity)? = nil, trace: TraceParent? = nil
    ) {
        self.methodIndex = methodIndex
        self.streamID = streamID
        self.error = error
        self.queueing = queueing
        self.running = running
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.peer = peer
        self.admitted = admitted
        self.trace = trace
    }

    /// OK, or the error's.
    public var code: StatusCode { error?.code ?? .ok }
}
