internal import COpenSSL

extension TLSPeer {
    /// Reads `certificate`, which stays the caller's to free; nil only when OpenSSL is out of memory.
    init?(certificate: OpaquePointer) {
        var fingerprint = [UInt8](repeating: 0, count: 32)
        guard X509_digest(certificate, EVP_sha256(), &fingerprint, nil) == 1,
            let notAfter = CertificateTime.unixSeconds(of: X509_get0_notAfter(certificate))
        else {
            ERR_clear_error()
            return nil
        }
        certificateFingerprint = fingerprint
        notAfterUnixSeconds = notAfter
        subjectAlternativeNames = Self.names(of: certificate)
    }

    private static func names(of certificate: OpaquePointer) -> [String] {
        guard let decoded = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
        let stack = OpaquePointer(decoded)
        defer { GENERAL_NAMES_free(stack) }
        return (0..<OPENSSL_sk_num(stack)).compactMap { index in
            guard let name = OPENSSL_sk_value(stack, index)?.assumingMemoryBound(to: GENERAL_NAME.self) else { return nil }
            switch name.pointee.type {
            case GEN_URI: return text(name.pointee.d.uniformResourceIdentifier).map { "URI:" + $0 }
            case GEN_DNS: return text(name.pointee.d.dNSName).map { "DNS:" + $0 }
            default: return nil
            }
        }
    }

    private static func text(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> String? {
        guard let string, let start = ASN1_STRING_get0_data(string) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string)))
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
