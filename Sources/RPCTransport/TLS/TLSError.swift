internal import COpenSSL

/// Why a TLS connection ended badly. One per connection: the first thing that went wrong.
public enum TLSError: Error, Hashable, Sendable {
    /// The peer refused *our* certificate, or that we have none. In TLS 1.3 a client learns it at its first read, after its
    /// handshake seemed complete (RFC 8446 section 4.4.2.4). A call fails with it as UNAUTHENTICATED.
    case certificateRefused(TLSAlert)
    /// We refused the *peer's* certificate: expired, from an unknown authority, for another name. The text is OpenSSL's.
    case peerNotTrusted(String)
    /// The peer's certificate was trusted and is not any more: revoked, expired, or its authority taken off the list.
    case trustWithdrawn
    /// The peer showed no certificate and must.
    case peerCertificateMissing
    /// The peer ended the connection with an alert that is not about certificates.
    case alert(TLSAlert)
    /// The peer broke the protocol, or shares no version, cipher or application protocol with us. The text is OpenSSL's.
    case protocolFailure(String)
    /// The peer closed, properly or not, before the handshake was complete.
    case closedDuringHandshake
    /// The handshake took longer than `TLSLimits.handshakeTimeout`.
    case handshakeTimeout
    /// The stream ended without close_notify: an attacker may have cut it, so what was read may be a part.
    case truncated
    /// More than `TLSLimits.bytesBeforeHandshakeMax` were written before the handshake was complete.
    case tooMuchBeforeHandshake(bytesMax: Int)
    /// The peer sent more KeyUpdates than `TLSLimits.keyUpdatesPerMinuteMax`.
    case tooManyKeyUpdates
    /// A write came after this side was closed.
    case closed
}

extension TLSError: CustomStringConvertible {
    /// One sentence for a log, or for the person whose connection failed.
    public var description: String {
        switch self {
        case .certificateRefused(let alert): "the peer refused our certificate: \(alert)"
        case .peerNotTrusted(let why): "the peer's certificate is not trusted: \(why)"
        case .trustWithdrawn: "the peer's certificate is not trusted any more, since certificates were read again"
        case .peerCertificateMissing: "the peer showed no certificate, and one is required"
        case .alert(let alert): "the peer ended the connection: \(alert)"
        case .protocolFailure(let why): "TLS failed: \(why)"
        case .closedDuringHandshake: "the peer closed the connection during the TLS handshake"
        case .handshakeTimeout: "the TLS handshake took too long"
        case .truncated: "the connection ended without a TLS close_notify"
        case .tooMuchBeforeHandshake(let bytesMax): "more than \(bytesMax) bytes were written before the TLS handshake was complete"
        case .tooManyKeyUpdates: "the peer sent too many TLS key updates"
        case .closed: "the TLS connection is closed"
        }
    }
}

/// An alert's number on the wire, with its registered name. Source: RFC 8446 section 6, IANA "TLS Alerts".
public struct TLSAlert: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public var rawValue: UInt8

    /// Any number: a peer may send one that is not registered.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// As `unknown CA (48)`.
    public var description: String { "\(String(cString: SSL_alert_desc_string_long(Int32(rawValue)))) (\(rawValue))" }

    /// Whether the peer means our certificate: bad, unsupported, revoked, expired or unknown certificate (42-46), unknown authority
    /// (48), access denied (49), certificate required (116); and 51, with which OpenSSL refuses a signature that is not its authority's.
    var isAboutCertificates: Bool {
        switch rawValue {
        case 42...46, 48, 49, 51, 116: true
        default: false
        }
    }
}
