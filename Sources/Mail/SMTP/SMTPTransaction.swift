internal import CCurl

/// One message over one connection: what libcurl's functions are given while it goes, and what they note.
///
/// Lives on one thread, for one `curl_easy_perform`.
final class SMTPTransaction {
    private(set) var transcript: SMTPTranscript
    /// Whether a connection was made for it.
    private(set) var isFresh = false
    private let bytes: [UInt8]
    private var sentCount = 0
    private var timer: ReplyTimer
    private let mustAuthenticate: Bool
    private var stop: SMTPOutcome.Ending?

    /// - Parameter isAuthenticated: of the connection that is there to be reused; nil: none is.
    init(_ bytes: [UInt8], _ settings: SMTPSettings, reusing isAuthenticated: Bool?) {
        self.bytes = bytes
        transcript = SMTPTranscript(reusing: isAuthenticated)
        timer = ReplyTimer(settings.timeouts, at: .now)
        mustAuthenticate = settings.credentials != nil
    }

    func outcome(of code: CURLcode) -> SMTPOutcome { SMTPOutcome(transcript, stop ?? SMTPOutcome.Ending(code)) }

    /// What libcurl's functions are given; valid while the transaction lives.
    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private static func at(_ context: UnsafeMutableRawPointer?) -> SMTPTransaction? {
        context.map { Unmanaged<SMTPTransaction>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets the functions; their contexts change with each transaction.
    static func setFunctions(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        firstFailure(
            CCurl_set_read_function(handle) { buffer, size, count, context in
                SMTPTransaction.at(context)?.read(buffer, size * count) ?? Int(CURL_READFUNC_ABORT)
            },
            CCurl_set_progress_function(handle) { context, _, _, _, _ in SMTPTransaction.at(context)?.mustStop() == false ? 0 : 1 },
            CCurl_set_no_progress(handle, 0),
            CCurl_set_debug_function(handle) { handle, kind, bytes, count, context in
                SMTPTransaction.at(context)?.note(handle, kind, UnsafeRawBufferPointer(start: bytes, count: count))
                return 0
            },
            CCurl_set_verbose(handle, 1),
            CCurl_set_socket_function(handle) { context, _, _ in
                SMTPTransaction.at(context)?.connects()
                return 0
            },
            // Replies come to the debug function: nothing may be written to standard output, which is libcurl's default.
            CCurl_set_body_function(handle) { _, size, count, _ in size * count })
    }

    func setContexts(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        firstFailure(
            CCurl_set_read_context(handle, context), CCurl_set_progress_context(handle, context), CCurl_set_debug_context(handle, context),
            CCurl_set_socket_context(handle, context), CCurl_set_upload_size(handle, curl_off_t(bytes.count)))
    }

    // MARK: Called by libcurl, on the transaction's thread

    private func read(_ buffer: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
        // Not a byte of a message for a relay that we have not shown who we are.
        guard let buffer, !lacksAuthentication else { return Int(CURL_READFUNC_ABORT) }
        let count = min(room, bytes.count - sentCount)
        bytes[sentCount..<sentCount + count].withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: buffer, count: room).copyMemory(from: source)
        }
        sentCount += count
        timer.sign(at: .now)
        return count
    }

    /// libcurl asks several times a second while something moves, and once a second while nothing does.
    private func mustStop() -> Bool {
        if stop == nil, timer.isOver(at: transcript.stage, at: .now) { stop = .timedOut }
        return stop != nil
    }

    private func connects() {
        isFresh = true
        transcript.connects()
    }

    /// Verbose output, of which only lines of the conversation are looked at.
    private func note(_ handle: UnsafeMutableRawPointer?, _ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_IN:
            transcript.received(bytes)
            timer.sign(at: .now)
        case CURLINFO_HEADER_OUT:
            transcript.sent(bytes)
            timer.sign(at: .now)
            if transcript.stage == .mail, lacksAuthentication { stop = .authenticationNotOffered }
            // What was to be learnt is learnt: a relay that does not answer QUIT is not waited for.
            if transcript.isOver, let handle { _ = CCurl_set_reply_timeout_seconds(handle, 2) }
        default: break
        }
    }

    private var lacksAuthentication: Bool { mustAuthenticate && !transcript.isAuthenticated }
}

/// Several options set: the first that libcurl refused.
func firstFailure(_ codes: CURLcode...) -> CURLcode { codes.first { $0 != CURLE_OK } ?? CURLE_OK }

extension SMTPOutcome.Ending {
    init(_ code: CURLcode) {
        switch code {
        case CURLE_OK: self = .completed
        case CURLE_COULDNT_RESOLVE_HOST: self = .nameNotFound
        case CURLE_COULDNT_CONNECT: self = .notConnected
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY: self = .lost
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
