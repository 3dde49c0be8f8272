internal import COpenSSL
internal import NIOCore

/// One TLS connection without its socket: ciphertext in and out as buffers, plaintext in and out as buffers.
///
/// Owns an `SSL` and the ``ByteBufferBIO`` under it. Both are freed by `deinit`; use and release belong to the connection's event loop,
/// and no pointer leaves this file's two extensions. After an error nothing is asked of OpenSSL any more; what alert it wrote can
/// still be taken.
final class TLSSession {
    /// How a step of the handshake ended.
    enum Progress: Equatable {
        case complete
        case needsInput
        case peerClosed
        case failed(TLSError)
    }

    private let ssl: OpaquePointer
    private let bio = ByteBufferBIO()
    private var failure: TLSError?
    private var peer: TLSPeer?
    /// KeyUpdates read since they were last asked for.
    private var keyUpdates = 0

    /// The server's end.
    convenience init(_ context: TLSServerContext) throws(TLSConfigurationError) {
        try self.init(context.handle)
        SSL_set_accept_state(ssl)
    }

    /// The client's end of a connection to `serverName`, a host name or an IP address that the server's certificate must be for.
    convenience init(_ context: TLSClientContext, serverName: String) throws(TLSConfigurationError) {
        try self.init(context.handle)
        SSL_set_connect_state(ssl)
        guard !serverName.isEmpty, !serverName.utf8.contains(0) else { throw .serverName(serverName) }
        if X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), serverName) == 1 { return }
        ERR_clear_error()
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        // OpenSSL copies the name and takes a mutable pointer only by tradition.
        var name = Array(serverName.utf8CString)
        guard SSL_set1_host(ssl, name) == 1,
            SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), &name) == 1
        else {
            ERR_clear_error()
            throw .serverName(serverName)
        }
    }

    private init(_ context: TLSContextHandle) throws(TLSConfigurationError) {
        ERR_clear_error()
        guard let ssl = SSL_new(context.pointer) else { throw .openSSL(doing: "to make a session") }
        self.ssl = ssl
        guard let bio = bio.makeBIO() else { throw .openSSL(doing: "to make a session's buffers") }
        SSL_set_bio(ssl, bio, bio)
        _ = SSL_ctrl(ssl, SSL_CTRL_SET_MSG_CALLBACK_ARG, 0, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { SSL_free(ssl) }

    /// Hands over ciphertext from the peer.
    func receive(_ ciphertext: ByteBuffer) {
        bio.receive(ciphertext)
    }

    /// Ciphertext that must go to the peer, if any.
    func takeCiphertext() -> ByteBuffer? {
        bio.takeOutgoing()
    }

    /// How many KeyUpdates came since the last time.
    func takeKeyUpdates() -> Int {
        defer { keyUpdates = 0 }
        return keyUpdates
    }

    /// Takes the handshake as far as what was received allows.
    func handshake() -> Progress {
        switch call(SSL_do_handshake) {
        case .done: readPeer().map { .failed(fail($0)) } ?? .complete
        case .needsInput: .needsInput
        case .peerClosed: .peerClosed
        case .failed(let error): .failed(error)
        }
    }

    /// Answers what is wrong with the peer's certificate beyond what OpenSSL looks at.
    private func readPeer() -> TLSError? {
        guard let certificate = SSL_get1_peer_certificate(ssl) else { return nil }
        defer { X509_free(certificate) }
        do { peer = try TLSPeer(certificate: certificate) } catch { return error }
        return nil
    }

    /// Appends to `plaintext` what can be decrypted, all of it. `complete` does not occur.
    func read(into plaintext: inout ByteBuffer) -> Progress {
        repeat {
            var count = 0
            let room = max(Int(SSL_pending(ssl)), min(bio.incoming.readableBytes, Self.recordBytes), 1)
            var outcome = Outcome.needsInput
            plaintext.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { bytes in
                outcome = call { SSL_read_ex($0, bytes.baseAddress, bytes.count, &count) }
                return count
            }
            switch outcome {
            case .done: continue
            case .needsInput: return .needsInput
            case .peerClosed: return .peerClosed
            case .failed(let error): return .failed(error)
            }
        } while bio.incoming.readableBytes > 0 || SSL_pending(ssl) > 0
        return .needsInput
    }

    /// How much plaintext may come out of what was received: never more than the ciphertext.
    var readableBytesMax: Int { bio.incoming.readableBytes }

    /// Encrypts `pieces`, in as few records as their sizes allow and into one buffer.
    func write(_ pieces: [ByteBuffer], byteCount: Int, _ allocator: ByteBufferAllocator) -> TLSError? {
        let recordCount = byteCount / Self.recordBytes + pieces.count
        bio.reserve(byteCount + recordCount * Self.recordOverheadBytes, allocator)
        for piece in pieces {
            let error = piece.withUnsafeReadableBytes { bytes in write(bytes) }
            if let error { return error }
        }
        return nil
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> TLSError? {
        var written = 0
        while written < bytes.count {
            var count = 0
            switch call({ SSL_write_ex($0, bytes.baseAddress! + written, bytes.count - written, &count) }) {
            case .done: written += count
            case .failed(let error): return error
            // The BIO takes everything and renegotiation is off, so OpenSSL has nothing to wait for.
            case .needsInput, .peerClosed: return fail(.protocolFailure("a write wanted to read"))
            }
        }
        return nil
    }

    /// Writes close_notify, once; a failure only means that the peer will not get one.
    func sendCloseNotify() {
        guard failure == nil, SSL_get_shutdown(ssl) & SSL_SENT_SHUTDOWN == 0 else { return }
        ERR_clear_error()
        if SSL_shutdown(ssl) < 0 {
            failure = .closed
            ERR_clear_error()
        }
    }

    /// What was agreed; ask after the handshake.
    func handshakeResult() -> TLSHandshakeCompleted {
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &start, &count)
        let name = UnsafeBufferPointer(start: start, count: Int(count))
        return TLSHandshakeCompleted(
            applicationProtocol: name.isEmpty ? nil : String(decoding: name, as: UTF8.self),
            version: String(cString: SSL_get_version(ssl)),
            peer: peer)
    }

    /// Whether a server made from `context` would accept the client's certificate now; true for a client without one.
    func peerIsTrusted(by context: TLSServerContext) -> Bool {
        guard let certificate = SSL_get1_peer_certificate(ssl) else { return true }
        defer { X509_free(certificate) }
        defer { ERR_clear_error() }
        let store = SSL_CTX_get_cert_store(context.handle.pointer)
        guard let check = X509_STORE_CTX_new() else { return false }
        defer { X509_STORE_CTX_free(check) }
        guard X509_STORE_CTX_init(check, store, certificate, SSL_get_peer_cert_chain(ssl)) == 1,
            X509_STORE_CTX_set_default(check, "ssl_client") == 1
        else { return false }
        return X509_verify_cert(check) == 1
    }

    /// The most plaintext in a record, and what a record adds to it: header, content type, tag. Source: RFC 8446 section 5.
    private static let recordBytes = 16 * 1024
    private static let recordOverheadBytes = 5 + 1 + 16
}

extension TLSSession {
    private enum Outcome {
        case done
        case needsInput
        case peerClosed
        case failed(TLSError)
    }

    /// Every call that can fail goes through here: the error queue is the thread's, so it is emptied before, and read at once after.
    private func call(_ operation: (OpaquePointer) -> Int32) -> Outcome {
        if let failure { return .failed(failure) }
        ERR_clear_error()
        let result = operation(ssl)
        if result > 0 { return .done }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .peerClosed
        default: return .failed(fail(.last(of: ssl)))
        }
    }

    private func fail(_ error: TLSError) -> TLSError {
        failure = error
        ERR_clear_error()
        return error
    }

    /// Runs inside `SSL_read`, for each protocol message; only sees, never calls OpenSSL.
    static let countKeyUpdates:
        @convention(c) (Int32, Int32, Int32, UnsafeRawPointer?, Int, OpaquePointer?, UnsafeMutableRawPointer?) -> Void = {
            isWrite, _, contentType, bytes, count, _, session in
            guard contentType == SSL3_RT_HANDSHAKE, isWrite == 0, count > 0, let bytes, let session else { return }
            guard bytes.load(as: UInt8.self) == SSL3_MT_KEY_UPDATE else { return }
            Unmanaged<TLSSession>.fromOpaque(session).takeUnretainedValue().keyUpdates += 1
        }
}
