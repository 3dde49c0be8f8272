internal import CCurl
internal import Invitations

/// A libcurl handle with the one connection to the relay that it keeps.
///
/// Owns the handle: made at the first message, freed (`curl_easy_cleanup`, which says QUIT) with the last reference. No pointer leaves it.
///
/// @unchecked Sendable: one thread at a time has it, the one that took it out of the adapter's pool.
final class SMTPConnection: @unchecked Sendable {
    private let settings: SMTPSettings
    private let limits: ConnectionUse.Limits
    private var handle: UnsafeMutableRawPointer?
    /// nil: no connection, or none that may be used again.
    private var use: ConnectionUse?
    private var isAuthenticated = false

    init(_ settings: SMTPSettings) {
        self.settings = settings
        var limits = ConnectionUse.Limits()
        limits.messagesMax = settings.messagesPerConnectionMax
        limits.age = settings.connectionAgeMax
        self.limits = limits
    }

    deinit { curl_easy_cleanup(handle) }

    /// Blocks until the relay has answered, or cannot be expected to. A connection that turns out to be dead before the relay took anything
    /// says only that it was unused for too long: the message goes over a new one.
    func deliver(_ message: OutgoingMessage, clock: WallClock) -> SMTPOutcome {
        let (outcome, isStale) = attempt(message, clock: clock)
        return isStale ? attempt(message, clock: clock).outcome : outcome
    }

    private func attempt(_ message: OutgoingMessage, clock: WallClock) -> (outcome: SMTPOutcome, isStale: Bool) {
        let now = clock.now()
        if let use, !use.mayCarry(at: now, limits) { self.use = nil }
        let transaction = SMTPTransaction(message.bytes, settings, reusing: use == nil ? nil : isAuthenticated)
        let code = withExtendedLifetime(transaction) { perform(message, transaction) }
        let outcome = transaction.outcome(of: code)
        guard code == CURLE_OK, outcome.relay == .answers else {
            // libcurl closes the connection of a transaction that failed.
            use = nil
            let isStale = outcome.relay == .fault && !transaction.isFresh && !transaction.transcript.isBegun
            return (outcome, isStale && handle != nil)
        }
        var carrying = transaction.isFresh ? ConnectionUse(openedAt: now) : use ?? ConnectionUse(openedAt: now)
        carrying.carried(at: clock.now())
        use = carrying.messages >= limits.messagesMax ? nil : carrying
        isAuthenticated = transaction.transcript.isAuthenticated
        return (outcome, false)
    }

    private func perform(_ message: OutgoingMessage, _ transaction: SMTPTransaction) -> CURLcode {
        guard let handle = prepared(), let recipients = curl_slist_append(nil, "<\(message.recipient)>") else { return CURLE_OUT_OF_MEMORY }
        defer {
            CCurl_set_mail_recipients(handle, nil)
            curl_slist_free_all(recipients)
        }
        let isLast = use?.isLast(limits) ?? (limits.messagesMax == 1)
        let timeouts = settings.timeouts
        let code = firstFailure(
            CCurl_set_mail_from(handle, "<\(message.envelopeSender)>"), CCurl_set_mail_recipients(handle, recipients),
            CCurl_set_fresh_connection(handle, use == nil ? 1 : 0), CCurl_set_forbid_reuse(handle, isLast ? 1 : 0),
            CCurl_set_timeout_milliseconds(handle, timeouts.total.milliseconds),
            CCurl_set_connect_timeout_milliseconds(handle, timeouts.connect.milliseconds),
            // Ours are shorter, and tell the last reply from the others.
            CCurl_set_reply_timeout_seconds(handle, timeouts.finalReply.milliseconds / 1000 + 5), transaction.setContexts(handle))
        guard code == CURLE_OK else { return code }
        return curl_easy_perform(handle)
    }

    // MARK: The handle

    /// The handle with everything set that is the same for all messages; nil if libcurl refuses any of it.
    private func prepared() -> UnsafeMutableRawPointer? {
        if let handle { return handle }
        guard Self.isLibraryReady, let new = curl_easy_init() else { return nil }
        guard firstFailure(setRelay(new), setTrust(new), setCredentials(new), SMTPTransaction.setFunctions(new)) == CURLE_OK else {
            curl_easy_cleanup(new)
            return nil
        }
        handle = new
        return new
    }

    /// Exactly the relay that was configured: no proxy out of the environment, no `.netrc`.
    private func setRelay(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        let scheme = settings.security == .implicit ? "smtps" : "smtp"
        let host = settings.host.contains(":") && !settings.host.hasPrefix("[") ? "[\(settings.host)]" : settings.host
        return firstFailure(
            CCurl_set_url(handle, "\(scheme)://\(host):\(settings.port)/\(settings.heloName)"), CCurl_set_protocols(handle, scheme),
            CCurl_set_proxy(handle, ""), CCurl_set_netrc(handle, Int(CURL_NETRC_IGNORED.rawValue)), CCurl_set_no_signal(handle, 1),
            CCurl_set_upload(handle, 1), CCurl_set_connections_max(handle, 1))
    }

    /// TLS or nothing, with a certificate of an authority we trust and of this host. Authorities of our own replace the system's.
    private func setTrust(_ handle: UnsafeMutableRawPointer) -> CURLcode {
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
    private func setCredentials(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        guard let credentials = settings.credentials else { return CURLE_OK }
        return firstFailure(
            CCurl_set_username(handle, credentials.username), CCurl_set_password(handle, credentials.revealPassword()),
            CCurl_set_login_options(handle, "AUTH=PLAIN;AUTH=LOGIN"))
    }

    /// Once in the process, whichever handle is first.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK
}

extension Duration {
    /// At least 1: to libcurl 0 means for ever.
    fileprivate var milliseconds: Int { Int(clamping: max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)) }
}
