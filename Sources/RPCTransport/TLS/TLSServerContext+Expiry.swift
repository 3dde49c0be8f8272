internal import COpenSSL

extension TLSServerContext {
    /// When the certificate that is served expires, in seconds since 1970; the certificate itself, not those that vouch for it.
    public var certificateNotAfterUnixSeconds: Int64 {
        // A context has a certificate, and OpenSSL can read its time, or it would not have been made. The certificate stays the context's.
        guard let certificate = SSL_CTX_get0_certificate(handle.pointer) else { return 0 }
        return CertificateTime.unixSeconds(of: X509_get0_notAfter(certificate)) ?? 0
    }

    /// When the first of the revocation lists is past its time, in seconds since 1970; from then on no client of its authority gets in.
    /// nil without lists.
    public var revocationListsEndUnixSeconds: Int64? {
        let objects = X509_STORE_get0_objects(SSL_CTX_get_cert_store(handle.pointer))
        return (0..<OPENSSL_sk_num(objects)).compactMap { index -> Int64? in
            guard let object = OPENSSL_sk_value(objects, index), let list = X509_OBJECT_get0_X509_CRL(OpaquePointer(object)) else {
                return nil
            }
            return CertificateTime.unixSeconds(of: X509_CRL_get0_nextUpdate(list))
        }.min()
    }
}
