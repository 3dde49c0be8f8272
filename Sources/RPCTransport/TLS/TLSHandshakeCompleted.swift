/// The user event that goes up the pipeline once, when both ends can speak: nothing was read before it.
///
/// In TLS 1.3 a client completes before the server has judged the client's certificate; a refusal follows as
/// ``TLSError/certificateRefused(_:)``.
struct TLSHandshakeCompleted: Hashable, Sendable {
    /// `ttrpc`, or nil when the client offered no protocols.
    let applicationProtocol: String?
    /// `TLSv1.3`.
    let version: String
    /// What the peer's certificate says; nil when it showed none.
    let peer: TLSPeer?
}

/// What a verified certificate says of its holder.
struct TLSPeer: Hashable, Sendable {
    /// URI and DNS names in certificate order, as `URI:spiffe://…` and `DNS:portal.example`. Names with other than printable ASCII are
    /// left out: they could pass for another name in a log or a comparison.
    let subjectAlternativeNames: [String]
    /// SHA-256 of the certificate's DER form, 32 bytes.
    let certificateFingerprint: [UInt8]
    /// When the certificate expires, in seconds since 1970. It was valid at the handshake; a long connection may outlive it.
    let notAfterUnixSeconds: Int64
}
