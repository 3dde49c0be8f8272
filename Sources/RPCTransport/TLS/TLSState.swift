internal import NIOCore

/// What a TLS connection may do, and what follows from what happens to it. Decides only: ``TLSHandler`` does as it says.
struct TLSState: Equatable {
    enum Phase: Equatable {
        /// The channel is not active yet.
        case idle
        /// Nothing of the caller's travels yet.
        case handshaking
        /// Both ends speak; either may have said its last word.
        case open(peerClosed: Bool, selfClosed: Bool)
        /// Our close_notify is out; what still comes is thrown away until the peer's, the end of the stream, or the timer.
        case closing
        /// Our alert is out; what still comes is thrown away unread, so that the alert is not lost to a TCP reset.
        case failing
        case closed
    }

    /// What the handler does next.
    enum Action: Equatable {
        case nothing
        /// Arm the handshake timer and take the handshake as far as it goes.
        case beginHandshake
        /// Disarm the timer, tell the pipeline, send what waited.
        case announce
        /// Send close_notify; the other direction stays open.
        case sendCloseNotify
        /// Send close_notify unless it is out, and arm the shutdown timer.
        case sendCloseNotifyAndAwaitPeer
        /// Send close_notify unless it is out, and close the channel.
        case sendCloseNotifyAndClose
        /// Tell the pipeline that the peer will say no more.
        case reportInputClosed
        /// Tell the pipeline; then close the channel, or arm the shutdown timer when an alert should be left time to arrive.
        case fail(TLSError, awaitsEnd: Bool)
        /// Close the channel.
        case close
    }

    /// What becomes of a write.
    enum WriteDecision: Equatable {
        case keep
        case refuse(TLSError)
        /// As `refuse`, and the connection ends: a gap in what is sent cannot be mended.
        case refuseAndFail(TLSError)
    }

    private(set) var phase = Phase.idle
    /// Whether the peer's close_notify leaves our direction open (RFC 8446 section 6.1), or is answered by closing.
    let allowsHalfClosure: Bool
    private var keyUpdates = KeyUpdateMeter()

    init(allowsHalfClosure: Bool = false) {
        self.allowsHalfClosure = allowsHalfClosure
    }

    /// Whether ciphertext goes to OpenSSL at all.
    var decrypts: Bool {
        switch phase {
        case .handshaking, .open(peerClosed: false, _), .closing: true
        case .idle, .open(peerClosed: true, _), .failing, .closed: false
        }
    }

    /// Whether plaintext goes up the pipeline.
    var delivers: Bool {
        if case .open(peerClosed: false, _) = phase { true } else { false }
    }

    /// Whether what is flushed can be encrypted now.
    var sends: Bool {
        if case .open(_, selfClosed: false) = phase { true } else { false }
    }

    /// Whether the handler must read by itself, because nobody above waits for anything yet or any more.
    var readsByItself: Bool {
        switch phase {
        case .handshaking, .closing, .failing: true
        case .idle, .open, .closed: false
        }
    }

    /// The channel is active.
    mutating func start() -> Action {
        guard phase == .idle else { return .nothing }
        phase = .handshaking
        return .beginHandshake
    }

    /// OpenSSL says the handshake is complete.
    mutating func handshakeCompleted() -> Action {
        guard phase == .handshaking else { return .nothing }
        phase = .open(peerClosed: false, selfClosed: false)
        return .announce
    }

    /// `byteCount` more bytes are to be written, after `waiting` that were not sent yet.
    func write(byteCount: Int, waiting: Int, limits: TLSLimits) -> WriteDecision {
        switch phase {
        case .idle, .handshaking:
            let most = limits.bytesBeforeHandshakeMax
            return waiting + byteCount <= most ? .keep : .refuseAndFail(.tooMuchBeforeHandshake(bytesMax: most))
        case .open(_, selfClosed: false): return .keep
        case .open(_, selfClosed: true), .closing, .failing, .closed: return .refuse(.closed)
        }
    }

    /// `count` KeyUpdates came.
    mutating func keyUpdatesReceived(_ count: Int, now: NIODeadline, limits: TLSLimits) -> Action {
        keyUpdates.add(count, now: now) > limits.keyUpdatesPerMinuteMax ? failed(.tooManyKeyUpdates, alertSent: false) : .nothing
    }

    /// The peer's close_notify came.
    mutating func peerClosed() -> Action {
        switch phase {
        case .handshaking:
            phase = .closed
            return .fail(.closedDuringHandshake, awaitsEnd: false)
        case .open(peerClosed: false, selfClosed: false) where allowsHalfClosure:
            phase = .open(peerClosed: true, selfClosed: false)
            return .reportInputClosed
        case .open(peerClosed: false, _), .closing:
            phase = .closed
            return .sendCloseNotifyAndClose
        case .idle, .open(peerClosed: true, _), .failing, .closed:
            return .nothing
        }
    }

    /// OpenSSL failed, or a limit was crossed. `alertSent` says whether the peer was sent the reason.
    mutating func failed(_ error: TLSError, alertSent: Bool) -> Action {
        switch phase {
        case .idle, .handshaking, .open:
            phase = alertSent ? .failing : .closed
            return .fail(error, awaitsEnd: alertSent)
        case .closing:
            phase = .closed
            return .close
        case .failing, .closed:
            return .nothing
        }
    }

    /// The pipeline wants the connection closed.
    mutating func closeRequested() -> Action {
        switch phase {
        case .idle, .handshaking:
            phase = .closed
            return .close
        case .open(peerClosed: false, _):
            phase = .closing
            return .sendCloseNotifyAndAwaitPeer
        case .open(peerClosed: true, _):
            phase = .closed
            return .sendCloseNotifyAndClose
        case .closing, .failing:
            return .nothing
        case .closed:
            return .close
        }
    }

    /// The pipeline wants the connection gone, and waits for nobody.
    mutating func abortRequested() -> Action {
        switch phase {
        case .open:
            phase = .closed
            return .sendCloseNotifyAndClose
        case .idle, .handshaking, .closing, .failing:
            phase = .closed
            return .close
        case .closed:
            return .nothing
        }
    }

    /// The pipeline has nothing more to write.
    mutating func closeOutputRequested() -> Action {
        switch phase {
        case .open(peerClosed: false, selfClosed: false):
            phase = .open(peerClosed: false, selfClosed: true)
            return .sendCloseNotify
        case .open(peerClosed: true, selfClosed: false), .idle, .handshaking:
            return closeRequested()
        case .open(_, selfClosed: true), .closing, .failing, .closed:
            return .nothing
        }
    }

    /// The peer's TCP stream ended, and with it, if `channelGone`, the channel.
    mutating func inputEnded(channelGone: Bool) -> Action {
        switch phase {
        case .handshaking:
            phase = .closed
            return .fail(.closedDuringHandshake, awaitsEnd: false)
        case .open(peerClosed: false, _):
            phase = .closed
            return .fail(.truncated, awaitsEnd: false)
        case .open(peerClosed: true, _) where !channelGone:
            return .nothing
        case .idle, .open, .closing, .failing, .closed:
            phase = .closed
            return .close
        }
    }

    /// The one timer that is armed fired.
    mutating func timerFired() -> Action {
        switch phase {
        case .handshaking:
            phase = .closed
            return .fail(.handshakeTimeout, awaitsEnd: false)
        case .closing, .failing:
            phase = .closed
            return .close
        case .idle, .open, .closed:
            return .nothing
        }
    }
}

/// Counts KeyUpdates in windows of a minute.
struct KeyUpdateMeter: Equatable {
    private var windowStart: NIODeadline?
    private var count = 0

    /// Adds `more` and answers how many came in this minute.
    mutating func add(_ more: Int, now: NIODeadline) -> Int {
        if windowStart.map({ now - $0 >= .minutes(1) }) ?? true {
            windowStart = now
            count = 0
        }
        count += more
        return count
    }
}
