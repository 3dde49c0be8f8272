internal import COpenSSL

extension TLSPeer {
    /// Reads `certificate`, which stays the caller's to free. Throws `peerNotTrusted` for one with a name that is no name: what stands before
    /// a NUL, or looks alike, must not pass for somebody else's, and what is left over without it may be a line of the role map.
    init(certificate: OpaquePointer) throws(TLSError) {
        var fingerprint = [UInt8](repeating: 0, count: 32)
        guard X509_digest(certificate, EVP_sha256(), &fingerprint, nil) == 1,
            let notAfter = CertificateTime.unixSeconds(of: X509_get0_notAfter(certificate))
        else {
            ERR_clear_error()
            throw .peerNotTrusted("it cannot be read")
        }
        certificateFingerprint = fingerprint
        notAfterUnixSeconds = notAfter
        subjectAlternativeNames = try Self.names(of: certificate)
    }

    private static func names(of certificate: OpaquePointer) throws(TLSError) -> [String] {
        // -1: there are none. Anything else that yields nothing, such as two such extensions, is a certificate nobody should trust.
        var outcome: Int32 = 0
        guard let decoded = X509_get_ext_d2i(certificate, NID_subject_alt_name, &outcome, nil) else {
            ERR_clear_error()
            if outcome == -1 { return [] }
            throw .peerNotTrusted("its names cannot be read")
        }
        let stack = OpaquePointer(decoded)
        defer { GENERAL_NAMES_free(stack) }
        var names: [String] = []
        for index in 0..<OPENSSL_sk_num(stack) {
            guard let name = OPENSSL_sk_value(stack, index)?.assumingMemoryBound(to: GENERAL_NAME.self) else { continue }
            switch name.pointee.type {
            case GEN_URI: names.append("URI:" + (try text(name.pointee.d.uniformResourceIdentifier)))
            case GEN_DNS: names.append("DNS:" + (try text(name.pointee.d.dNSName)))
            default: break
            }
        }
        return names
    }

    private static func text(_ string: UnsafeMutablePointer<ASN1_STRING>?) throws(TLSError) -> String {
        let start = string.flatMap { ASN1_STRING_get0_data($0) }
        let bytes = UnsafeBufferPointer(start: start, count: string.map { Int(ASN1_STRING_length($0)) } ?? 0)
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .peerNotTrusted("a name in it is not printable ASCII")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
