internal import COpenSSL
internal import Cryptography

/// A throw-away root that signs throw-away certificates, all with `DevelopmentMark` in their subject.
public struct CertificateAuthority: Sendable {
    /// What a certificate is for.
    public enum Purpose: String, Sendable {
        case server = "serverAuth"
        case client = "clientAuth"
    }

    /// A certificate and its private key, PEM.
    public struct Issued: Sendable {
        public var certificate: String
        public var key: String
    }

    private let key: SigningKey
    private let certificate: Certificate
    private let now: Int64
    private let days: Int

    /// A fresh root, valid from `now` (seconds since 1970) for `days`, as will be what it signs.
    public init(now: Int64, days: Int) throws(DevelopmentIdentityError) {
        self.now = now
        self.days = days
        key = try SigningKey(.es256)
        certificate = try Certificate(subject: "Throw-away root", of: key, now: now, days: days)
        try certificate.add(
            [
                (NID_basic_constraints, "critical,CA:TRUE"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ], signedBy: certificate, key)
    }

    /// The root and its key.
    public var root: Issued { Issued(certificate: certificate.pem, key: key.pem) }

    /// A certificate with these subject alternative names, as OpenSSL writes them: `DNS:localhost,URI:spiffe://example.org/portal`.
    public func issue(_ subject: String, for purpose: Purpose, names: String) throws(DevelopmentIdentityError) -> Issued {
        let own = try SigningKey(.es256)
        let leaf = try Certificate(subject: subject, of: own, now: now, days: days)
        try leaf.add(
            [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, purpose.rawValue), (NID_subject_alt_name, names),
                (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid"),
            ], signedBy: certificate, key)
        return Issued(certificate: leaf.pem, key: own.pem)
    }
}

/// Owns an `X509`; freed with the last copy, on any thread.
// Sendable: changed only by whoever makes it, before anyone else sees it.
private final class Certificate: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Clocks of two machines may differ by five minutes.
    init(subject: String, of key: SigningKey, now: Int64, days: Int) throws(DevelopmentIdentityError) {
        guard let certificate = X509_new() else { throw DevelopmentIdentityError("out of memory") }
        handle = certificate
        var serial: [UInt8]
        do { serial = try SystemRandom().bytes(16) } catch { throw DevelopmentIdentityError("\(error)") }
        serial[0] &= 0x7F
        let number = BN_bin2bn(serial, Int32(serial.count), nil)
        defer { BN_free(number) }
        let name = X509_get_subject_name(certificate)
        let isMade =
            X509_set_version(certificate, 2) == 1 && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
            && ASN1_TIME_set(X509_getm_notBefore(certificate), Int(now) - 300) != nil
            && ASN1_TIME_set(X509_getm_notAfter(certificate), Int(now) + days * 86_400) != nil
            && Self.append(NID_organizationName, DevelopmentMark.name, to: name) && Self.append(NID_commonName, subject, to: name)
            && X509_set_pubkey(certificate, key.handle.key) == 1
        guard isMade else { throw DevelopmentIdentityError("a certificate for \(subject) cannot be made") }
    }

    deinit { X509_free(handle) }

    var pem: String { writing { PEM_write_bio_X509($0, handle) } }

    /// Adds extensions by OpenSSL's configuration syntax, and signs.
    func add(_ extensions: [(Int32, String)], signedBy issuer: Certificate, _ key: SigningKey) throws(DevelopmentIdentityError) {
        guard X509_set_issuer_name(handle, X509_get_subject_name(issuer.handle)) == 1 else {
            throw DevelopmentIdentityError("a certificate cannot be signed")
        }
        for (kind, value) in extensions {
            var context = X509V3_CTX()
            X509V3_set_ctx(&context, issuer.handle, handle, nil, nil, 0)
            let addition = X509V3_EXT_conf_nid(nil, &context, kind, value)
            defer { X509_EXTENSION_free(addition) }
            guard let addition, X509_add_ext(handle, addition, -1) == 1 else {
                ERR_clear_error()
                throw DevelopmentIdentityError("a certificate cannot say '\(value)'")
            }
        }
        guard X509_sign(handle, key.handle.key, EVP_sha256()) > 0 else { throw DevelopmentIdentityError("a certificate cannot be signed") }
    }

    private static func append(_ kind: Int32, _ text: String, to name: OpaquePointer?) -> Bool {
        let bytes = Array(text.utf8)
        return X509_NAME_add_entry_by_NID(name, kind, V_ASN1_UTF8STRING, bytes, Int32(bytes.count), -1, 0) == 1
    }
}
