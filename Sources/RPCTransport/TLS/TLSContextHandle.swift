internal import COpenSSL

/// Owns an `SSL_CTX`. Freed by `deinit` on whichever thread lets go of the last copy; OpenSSL keeps it alive while sessions made
/// from it live.
// Sendable: changed only while its TLSServerContext or TLSClientContext is being made; afterwards OpenSSL locks what it shares.
final class TLSContextHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(method: OpaquePointer?, minimumVersion: TLSMinimumVersion) throws(TLSConfigurationError) {
        ERR_clear_error()
        guard let pointer = SSL_CTX_new(method) else { throw .openSSL(doing: "to make a context") }
        self.pointer = pointer
        let oldest = minimumVersion == .tls13 ? TLS1_3_VERSION : TLS1_2_VERSION
        guard control(SSL_CTRL_SET_MIN_PROTO_VERSION, Int(oldest)) == 1 else { throw .openSSL(doing: "to set the oldest version") }
        var groups = Array("X25519:P-256:P-384".utf8CString)
        guard SSL_CTX_ctrl(pointer, SSL_CTRL_SET_GROUPS_LIST, 0, &groups) == 1 else { throw .openSSL(doing: "to set the groups") }
        _ = SSL_CTX_set_options(pointer, COpenSSL_OP_NO_RENEGOTIATION | COpenSSL_OP_NO_TICKET | COpenSSL_OP_NO_COMPRESSION)
        // A resumed session would skip the certificate check, and its tickets can deadlock two ends that only write.
        _ = SSL_CTX_set_num_tickets(pointer, 0)
        _ = control(SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF))
        // Partial: one record per call. Moving: a retried write may come from another place. Release: no buffers while idle. No chain:
        // show what the chain file holds; otherwise the authorities that we trust for the peer would be added to every handshake.
        let modes = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN
        _ = control(SSL_CTRL_MODE, Int(modes))
        _ = control(SSL_CTRL_SET_MAX_CERT_LIST, 32 * 1024)
        SSL_CTX_set_verify_depth(pointer, 5)
        // Without this OpenSSL would ask the terminal for the password of an encrypted key.
        SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in -1 }
        SSL_CTX_set_msg_callback(pointer, TLSSession.countKeyUpdates)
    }

    deinit { SSL_CTX_free(pointer) }

    func use(_ certificate: TLSCertificate) throws(TLSConfigurationError) {
        defer { ERR_clear_error() }
        guard SSL_CTX_use_certificate_chain_file(pointer, certificate.chainFile) == 1 else {
            throw .certificateChain(file: certificate.chainFile)
        }
        guard SSL_CTX_use_PrivateKey_file(pointer, certificate.privateKeyFile, SSL_FILETYPE_PEM) == 1 else {
            let code = ERR_peek_last_error()
            if ERR_GET_LIB(code) == ERR_LIB_X509,
                ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH || ERR_GET_REASON(code) == X509_R_KEY_TYPE_MISMATCH
            {
                throw .keyDoesNotMatch(certificateFile: certificate.chainFile, keyFile: certificate.privateKeyFile)
            }
            throw .privateKey(file: certificate.privateKeyFile)
        }
        guard SSL_CTX_check_private_key(pointer) == 1 else {
            throw .keyDoesNotMatch(certificateFile: certificate.chainFile, keyFile: certificate.privateKeyFile)
        }
    }

    func trust(_ file: String) throws(TLSConfigurationError) {
        defer { ERR_clear_error() }
        guard SSL_CTX_load_verify_file(pointer, file) == 1 else { throw .authorities(file: file) }
    }

    func trustSystem() throws(TLSConfigurationError) {
        defer { ERR_clear_error() }
        guard SSL_CTX_set_default_verify_paths(pointer) == 1 else { throw .openSSL(doing: "to find the system's authorities") }
    }

    /// Tells clients which authorities' certificates are wanted, so that those with several show the right one.
    func nameClientAuthorities(_ file: String) throws(TLSConfigurationError) {
        defer { ERR_clear_error() }
        guard let names = SSL_load_client_CA_file(file) else { throw .authorities(file: file) }
        SSL_CTX_set_client_CA_list(pointer, names)
    }

    /// From here on a client's certificate and those of the authorities above it must be on no list, and each of these authorities
    /// must have one in the file. Refused is what would shut everybody out: a list past its time or before it, and an authority that is
    /// trusted already and has none that it signed itself.
    func refuseRevoked(by file: String) throws(TLSConfigurationError) {
        defer { ERR_clear_error() }
        guard let bytes = BIO_new_file(file, "r") else { throw .revocationLists(file: file) }
        defer { BIO_free(bytes) }
        let store = SSL_CTX_get_cert_store(pointer)
        var count = 0
        while let list = PEM_read_bio_X509_CRL(bytes, nil, nil, nil) {
            defer { X509_CRL_free(list) }
            if let nextUpdate = X509_CRL_get0_nextUpdate(list), X509_cmp_current_time(nextUpdate) <= 0 {
                throw .revocationListOutdated(file: file)
            }
            guard X509_cmp_current_time(X509_CRL_get0_lastUpdate(list)) < 0 else { throw .revocationListFromFuture(file: file) }
            guard X509_STORE_add_crl(store, list) == 1 else { throw .revocationLists(file: file) }
            count += 1
        }
        // The loop ends at the end of the file, and at a list that cannot be read.
        let isWhole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        guard count > 0, isWhole else { throw .revocationLists(file: file) }
        guard Self.authoritiesHaveLists(in: store) else { throw .revocationListMissing(file: file) }
        guard X509_STORE_set_flags(store, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL)) == 1 else {
            throw .revocationLists(file: file)
        }
    }

    private static func authoritiesHaveLists(in store: OpaquePointer?) -> Bool {
        let objects = X509_STORE_get0_objects(store)
        let all = (0..<OPENSSL_sk_num(objects)).compactMap { OPENSSL_sk_value(objects, $0).map { OpaquePointer($0) } }
        let lists = all.compactMap { X509_OBJECT_get0_X509_CRL($0) }
        return all.compactMap { X509_OBJECT_get0_X509($0) }.allSatisfy { authority in
            lists.contains { list in
                X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(authority)) == 0
                    && X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1
            }
        }
    }

    func verify(_ mode: Int32) {
        SSL_CTX_set_verify(pointer, mode, nil)
    }

    func selectApplicationProtocol() {
        SSL_CTX_set_alpn_select_cb(pointer, ApplicationProtocol.select, nil)
    }

    func offerApplicationProtocol() throws(TLSConfigurationError) {
        let wire = ApplicationProtocol.wire
        // The one call of OpenSSL that answers 0 for success.
        guard SSL_CTX_set_alpn_protos(pointer, wire, UInt32(wire.count)) == 0 else { throw .openSSL(doing: "to offer a protocol") }
    }

    private func control(_ command: Int32, _ value: Int) -> Int {
        SSL_CTX_ctrl(pointer, command, value, nil)
    }
}
