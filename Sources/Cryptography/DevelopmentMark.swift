internal import COpenSSL

/// What tells throw-away certificates and tokens from real ones, so that a daemon with people's data takes none of them.
public enum DevelopmentMark {
    /// The organization in the subject of every throw-away certificate, the issuer of throw-away tokens, and how the ids of the keys
    /// begin that sign those.
    public static let name = "invitation-dev"

    /// Whether a certificate of a PEM text has the mark in its subject or its issuer's name: one made by throw-away hands, or by one
    /// that they signed. Texts between the certificates do not count.
    public static func isOn(certificatesIn pem: String) throws(CryptographyError) -> Bool {
        let bytes = Array(pem.utf8)
        guard let source = BIO_new_mem_buf(bytes, Int32(bytes.count)) else { throw .certificateUnreadable }
        defer {
            BIO_free(source)
            ERR_clear_error()
        }
        var isMarked = false
        // Never asks a terminal for a password.
        while let certificate = PEM_read_bio_X509_AUX(source, nil, { _, _, _, _ in -1 }, nil) {
            isMarked = isMarked || isIn(X509_get_subject_name(certificate)) || isIn(X509_get_issuer_name(certificate))
            X509_free(certificate)
        }
        // Reading past the last one ends with "no start line"; anything else is a certificate that is none.
        let reason = ERR_peek_last_error() & 0x7F_FFFF
        guard reason == UInt(PEM_R_NO_START_LINE) else { throw .certificateUnreadable }
        return isMarked
    }

    private static func isIn(_ name: OpaquePointer?) -> Bool {
        guard let name else { return false }
        var text = [UInt8](repeating: 0, count: 128)
        let capacity = Int32(text.count)
        let count = text.withUnsafeMutableBytes { buffer in
            X509_NAME_get_text_by_NID(name, NID_organizationName, buffer.bindMemory(to: CChar.self).baseAddress, capacity)
        }
        return count == Self.name.utf8.count && text.prefix(Int(count)).elementsEqual(Self.name.utf8)
    }
}
