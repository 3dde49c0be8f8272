internal import CCurl

/// Gets documents from one origin, one after the other, with libcurl.
///
/// Owns the one libcurl handle. It is made at the first transfer, used, and freed (`curl_easy_cleanup`) on ``TransferThread``, which is
/// the actor's executor and ends with it; no pointer leaves the actor, and none is kept across an `await`, because nothing here awaits.
/// The handle keeps its connection, so that pages need not shake hands again.
///
/// The origin is fixed: callers name a path and a query, so that the token can go nowhere else.
actor HTTPTransfer {
    private nonisolated let thread: TransferThread
    private let origin: FeedURL.Origin
    private let token: BearerToken
    private let authoritiesFile: String?
    private var handle: UnsafeMutableRawPointer?
    /// libcurl does not copy the list: it is freed after the handle.
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Parameter authoritiesFile: PEM file of the authorities to trust *instead of* the system's; nil: the system's.
    /// - Throws: `FeedError` if no thread can be made.
    init(origin: FeedURL.Origin, token: BearerToken, authoritiesFile: String?) throws(FeedError) {
        guard let thread = TransferThread() else { throw FeedError(file: origin.description, problem: "no thread could be made") }
        self.thread = thread
        self.origin = origin
        self.token = token
        self.authoritiesFile = authoritiesFile
    }

    isolated deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerLines)
        thread.stop()
    }

    /// Blocks the actor's own thread until there is an answer, a failure, or the task is cancelled, which libcurl asks about several times
    /// a second while bytes come and once a second while none do.
    ///
    /// - Parameter target: path and query.
    func get(_ target: String, within bounds: TransferBounds) -> TransferOutcome {
        guard let handle = prepared() else { return .failed(.other(Int(CURLE_FAILED_INIT.rawValue)), bytes: 0) }
        let reception = Reception(handle, bounds)
        return withExtendedLifetime(reception) {
            let context = Unmanaged.passUnretained(reception).toOpaque()
            let code = Self.firstFailure(
                CCurl_set_url(handle, origin.description + target),
                CCurl_set_timeout_milliseconds(handle, bounds.time.wholeMilliseconds),
                CCurl_set_connect_timeout_milliseconds(handle, bounds.connectTime.wholeMilliseconds),
                CCurl_set_body_context(handle, context),
                CCurl_set_header_context(handle, context))
            guard code == CURLE_OK else { return .failed(.other(Int(code.rawValue)), bytes: 0) }
            return reception.outcome(of: curl_easy_perform(handle))
        }
    }

    // MARK: The handle

    /// The handle with everything set that is the same for all transfers; nil if libcurl refuses any of it.
    private func prepared() -> UnsafeMutableRawPointer? {
        if let handle { return handle }
        guard Self.isLibraryReady, let new = curl_easy_init() else { return nil }
        for line in ["Accept: application/json", "User-Agent: invitationctl", token.revealHeaderLine()] {
            guard let longer = curl_slist_append(headerLines, line) else { return abandon(new) }
            headerLines = longer
        }
        guard Self.firstFailure(setRequest(new), setTrust(new), setFunctions(new)) == CURLE_OK else { return abandon(new) }
        handle = new
        return new
    }

    private func abandon(_ handle: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerLines)
        headerLines = nil
        return nil
    }

    /// Exactly the request that we mean: no redirect followed, no proxy out of the environment (a proxy would have to be an option), no
    /// `.netrc`, no cookies (libcurl keeps none unless told to), no compression asked for, so that bytes are counted as they come.
    private func setRequest(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        Self.firstFailure(
            CCurl_set_protocols(handle, origin.isSecure ? "https" : "http"),
            CCurl_set_http_version(handle, Int(CURL_HTTP_VERSION_1_1)),
            CCurl_set_header_lines(handle, headerLines),
            CCurl_set_follow_location(handle, 0),
            CCurl_set_proxy(handle, ""),
            CCurl_set_netrc(handle, Int(CURL_NETRC_IGNORED.rawValue)),
            CCurl_set_no_signal(handle, 1))
    }

    /// The certificate must be of an authority we trust, and of this host. Authorities of our own replace the system's: the folder of
    /// those is unset too.
    private func setTrust(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        let always = Self.firstFailure(
            CCurl_set_verify_peer(handle, 1), CCurl_set_verify_host(handle, 2),
            CCurl_set_tls_version(handle, Int(CURL_SSLVERSION_TLSv1_2)))
        guard always == CURLE_OK, let authoritiesFile else { return always }
        return Self.firstFailure(CCurl_set_authorities_file(handle, authoritiesFile), CCurl_set_authorities_folder(handle, nil))
    }

    private func setFunctions(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        Self.firstFailure(
            CCurl_set_body_function(handle) { bytes, size, count, context in Reception.at(context)?.takeBody(bytes, size * count) ?? 0 },
            CCurl_set_header_function(handle) { bytes, size, count, context in
                Reception.at(context)?.takeHeader(bytes, size * count) ?? 0
            },
            // Called on this thread, from within the task that waits for the transfer.
            CCurl_set_progress_function(handle) { _, _, _, _, _ in Task.isCancelled ? 1 : 0 },
            CCurl_set_no_progress(handle, 0))
    }

    private static func firstFailure(_ codes: CURLcode...) -> CURLcode { codes.first { $0 != CURLE_OK } ?? CURLE_OK }

    /// Once in the process, whichever handle is first.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK
}

extension Duration {
    /// At least 1: to libcurl 0 means for ever.
    fileprivate var wholeMilliseconds: Int {
        Int(clamping: max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000))
    }
}
