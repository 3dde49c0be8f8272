/// Tells the TLS handler, as an outbound user event, that certificates and trust were read again. It goes on if `context` would let its
/// peer in, and fails with ``TLSError/trustWithdrawn`` if not.
struct TLSTrustChanged: Sendable {
    let context: TLSServerContext
}
