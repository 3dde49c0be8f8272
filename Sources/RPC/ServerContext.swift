public import NIOCore

/// What is known of a call besides its message.
public struct ServerContext: Sendable {
    /// The method that was called.
    public let method: MethodDescriptor
    /// ttrpc metadata of the Request; empty for streams of Go clients (they send none).
    public let metadata: Metadata
    /// Who the transport says is calling.
    public let peer: PeerIdentity
    /// When the caller stops waiting, clamped by the server; covers queueing, running and writing.
    public let deadline: NIODeadline
    /// Whether anybody is left to read the answer.
    public let caller: CallerPresence
    /// The loop the connection lives on, and its position among the server's loops (0 ..< loops).
    public let eventLoop: any EventLoop
    /// See `eventLoop`.
    public let loopIndex: Int
    /// The piece of bytes that completed the call's request, as its loop counts them; 0: not counted.
    ///
    /// Requests of one piece were all there before any of them was looked at: what one of them has read is not too old for the others.
    public let arrival: UInt64
    /// Whom the server's admission let in; nil where nobody is asked.
    public var admitted: (any AdmittedIdentity)?

    /// Transports make these, and tests of handlers.
    public init(
        method: MethodDescriptor, metadata: Metadata, peer: PeerIdentity, deadline: NIODeadline,
        caller: CallerPresence = CallerPresence(), eventLoop: any EventLoop, loopIndex: Int, arrival: UInt64 = 0,
        admitted: (any AdmittedIdentity)? = nil
    ) {
        self.method = method
        self.metadata = metadata
        self.peer = peer
        self.deadline = deadline
        self.caller = caller
        self.eventLoop = eventLoop
        self.loopIndex = loopIndex
        self.arrival = arrival
        self.admitted = admitted
    }
}

/// A caller as the server's own authorization knows it. A class, so that a call carries it from admission to handler at no cost.
public protocol AdmittedIdentity: AnyObject, Sendable {
    /// The name it goes by in logs and records.
    var principal: String { get }
}

/// The other end of a connection, as far as its certificate proves it.
public struct PeerIdentity: Sendable, Hashable {
    /// URI and DNS subject alternative names, in certificate order, as `URI:spiffe://…` and `DNS:portal.example`.
    public let subjectAlternativeNames: [String]
    /// SHA-256 of the certificate's DER form, 32 bytes; empty without a certificate.
    public let certificateFingerprint: [UInt8]
    /// `127.0.0.1:50412`, for logs.
    public let address: String

    /// An identity as a transport, or a test, knows it.
    public init(subjectAlternativeNames: [String], certificateFingerprint: [UInt8], address: String) {
        self.subjectAlternativeNames = subjectAlternativeNames
        self.certificateFingerprint = certificateFingerprint
        self.address = address
    }
}
