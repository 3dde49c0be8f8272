internal import CCurl

extension SMTPSession {
    /// The relay did not let us in.
    struct NotOpened: Error {
        let outcome: SMTPOutcome
    }

    /// Has libcurl do what comes before the first message: the name, TCP, TLS and whom we trust, EHLO, AUTH. Blocks.
    ///
    /// With `CURLOPT_CONNECT_ONLY` it stops there. A handle for each connection: libcurl never gives up another one of this kind before its
    /// handle is freed.
    convenience init(_ settings: SMTPSettings) throws(NotOpened) {
        let notes = AdmissionNotes()
        func notOpened(_ ending: SMTPOutcome.Ending) -> NotOpened { NotOpened(outcome: SMTPOutcome(notes.admission.standing, ending)) }

        guard Self.isLibraryReady, let handle = curl_easy_init() else { throw notOpened(.other) }
        let code = withExtendedLifetime(notes) {
            defer { _ = notes.endListening(handle) }
            let code = firstFailure(
                Self.setRelay(handle, settings), Self.setTrust(handle, settings), Self.setCredentials(handle, settings),
                notes.listen(handle))
            return code == CURLE_OK ? curl_easy_perform(handle) : code
        }
        let socket = CCurl_socket(handle)
        // libcurl goes on without AUTH where the relay offers none. Not a byte of a message goes to one that we have not shown who we are.
        let lacksAuthentication = settings.credentials != nil && !notes.admission.isAuthenticated
        guard code == CURLE_OK, socket >= 0, !lacksAuthentication else {
            curl_easy_cleanup(handle)
            throw notOpened(code != CURLE_OK ? SMTPOutcome.Ending(code) : lacksAuthentication ? .authenticationNotOffered : .lost)
        }
        self.init(handle, socket: socket, isEncrypted: settings.security != .none, notes.admission.offers)
    }

    /// Exactly the relay that was configured: no proxy out of the environment, no `.netrc`.
    private static func setRelay(_ handle: UnsafeMutableRawPointer, _ settings: SMTPSettings) -> CURLcode {
        let scheme = settings.security == .implicit ? "smtps" : "smtp"
        let host = settings.host.contains(":") && !settings.host.hasPrefix("[") ? "[\(settings.host)]" : settings.host
        return firstFailure(
            CCurl_set_url(handle, "\(scheme)://\(host):\(settings.port)/\(settings.heloName)"), CCurl_set_protocols(handle, scheme),
            CCurl_set_proxy(handle, ""), CCurl_set_netrc(handle, Int(CURL_NETRC_IGNORED.rawValue)), CCurl_set_no_signal(handle, 1),
            CCurl_set_connect_only(handle, 1), CCurl_set_connect_timeout_milliseconds(handle, settings.timeouts.connect.milliseconds),
            // libcurl's own limit for a reply is two minutes, and ours may be longer.
            CCurl_set_reply_timeout_seconds(handle, settings.timeouts.connect.milliseconds / 1000 + 1))
    }

    /// TLS or nothing, with a certificate of an authority we trust and of this host. Authorities of our own replace the system's.
    private static func setTrust(_ handle: UnsafeMutableRawPointer, _ settings: SMTPSettings) -> CURLcode {
        var code = firstFailure(
            CCurl_set_use_tls(handle, Int((settings.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue)),
            CCurl_set_verify_peer(handle, 1), CCurl_set_verify_host(handle, 2),
            CCurl_set_tls_version(handle, Int(CURL_SSLVERSION_TLSv1_2)))
        if code == CURLE_OK, let file = settings.authoritiesFile {
            code = firstFailure(CCurl_set_authorities_file(handle, file), CCurl_set_authorities_folder(handle, nil))
        }
        if code == CURLE_OK, let own = settings.clientCertificate {
            code = firstFailure(CCurl_set_certificate_file(handle, own.certificatePath), CCurl_set_key_file(handle, own.keyPath))
        }
        return code
    }

    /// PLAIN or LOGIN, over TLS: nothing that would have the relay keep the password itself, and none of libcurl's older mechanisms.
    private static func setCredentials(_ handle: UnsafeMutableRawPointer, _ settings: SMTPSettings) -> CURLcode {
        guard let credentials = settings.credentials else { return CURLE_OK }
        return firstFailure(
            CCurl_set_username(handle, credentials.username), CCurl_set_password(handle, credentials.revealPassword()),
            CCurl_set_login_options(handle, "AUTH=PLAIN;AUTH=LOGIN"))
    }

    /// Once in the process, whichever handle is first.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK
}

/// What libcurl's debug function is given: it alone shows commands and replies in their order.
private final class AdmissionNotes {
    private(set) var admission = SMTPAdmission()

    /// Valid until `endListening`.
    func listen(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        firstFailure(
            CCurl_set_debug_function(handle) { _, kind, bytes, count, context in
                guard let context else { return 0 }
                let notes = Unmanaged<AdmissionNotes>.fromOpaque(context).takeUnretainedValue()
                notes.note(kind, UnsafeRawBufferPointer(start: bytes, count: count))
                return 0
            },
            CCurl_set_debug_context(handle, Unmanaged.passUnretained(self).toOpaque()), CCurl_set_verbose(handle, 1),
            // Replies come to the debug function: nothing may be written to standard output, which is libcurl's default.
            CCurl_set_body_function(handle) { _, size, count, _ in size * count })
    }

    func endListening(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        firstFailure(CCurl_set_verbose(handle, 0), CCurl_set_debug_context(handle, nil))
    }

    private func note(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_IN: admission.received(bytes)
        case CURLINFO_HEADER_OUT: admission.sent(bytes)
        default: break
        }
    }
}

/// Several options set: the first that libcurl refused.
private func firstFailure(_ codes: CURLcode...) -> CURLcode { codes.first { $0 != CURLE_OK } ?? CURLE_OK }

extension SMTPOutcome.Ending {
    fileprivate init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: self = .nameNotFound
        case CURLE_COULDNT_CONNECT: self = .notConnected
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING: self = .lost
        case CURLE_WEIRD_SERVER_REPLY: self = .outOfTurn
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_USE_SSL_FAILED: self = .startTLSNotOffered
        case CURLE_SSL_CONNECT_ERROR: self = .handshakeFailed
        case CURLE_PEER_FAILED_VERIFICATION: self = .certificateNotTrusted
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM: self = .ownFilesUnusable
        case CURLE_LOGIN_DENIED: self = .loginDenied
        default: self = .other
        }
    }
}

extension Duration {
    /// At least 1: to libcurl 0 means for ever, and to `poll` not to wait.
    var milliseconds: Int { Int(clamping: max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)) }
}
