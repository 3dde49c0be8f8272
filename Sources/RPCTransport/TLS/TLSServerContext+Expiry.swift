internal import COpenSSL

extension TLSServerContext {
    /// When the certificate that is served expires, in seconds since 1970; the certificate itself, not those that vouch for it.
    public var certificateNotAfterUnixSeconds: Int64 {
        // A context has a certificate, and OpenSSL can read its time, or it would not have been made. The certificate stays the context's.
        guard let certificate = SSL_CTX_get0_certificate(handle.pointer), let peer = TLSPeer(certificate: certificate) else { return 0 }
        return peer.notAfterUnixSeconds
    }
}
