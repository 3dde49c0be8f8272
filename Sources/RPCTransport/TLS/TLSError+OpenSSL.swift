internal import COpenSSL

extension TLSError {
    /// Reads why the last call on `ssl` failed, from this thread's error queue and the session.
    static func last(of ssl: OpaquePointer) -> TLSError {
        let code = ERR_peek_error()
        guard code != 0 else { return .protocolFailure("OpenSSL gave no reason") }
        let reason = ERR_GET_REASON(code)
        guard ERR_GET_LIB(code) == ERR_LIB_SSL else { return .protocolFailure(text(code)) }
        switch reason {
        case SSL_R_CERTIFICATE_VERIFY_FAILED:
            return .peerNotTrusted(String(cString: X509_verify_cert_error_string(SSL_get_verify_result(ssl))))
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return .peerCertificateMissing
        // An alert we received, not one we sent: OpenSSL adds 1000 to its number.
        case SSL_AD_REASON_OFFSET..<SSL_AD_REASON_OFFSET + 256:
            let alert = TLSAlert(rawValue: UInt8(reason - SSL_AD_REASON_OFFSET))
            return alert.isAboutCertificates ? .certificateRefused(alert) : .alert(alert)
        default:
            return .protocolFailure(text(code))
        }
    }

    private static func text(_ code: UInt) -> String {
        ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
