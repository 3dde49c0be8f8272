internal import CCurl
internal import Glibc

/// A connection to a relay that has let us in: libcurl made it, and what is said from now on is ours.
///
/// Owns libcurl's handle, which has the socket and the TLS on it, and frees it; no pointer leaves it. What a call waits for, its thread
/// waits for in `poll`. One thread at a time uses it.
final class SMTPSession {
    let offers: SMTPOffers
    private let handle: UnsafeMutableRawPointer
    private let socket: CInt
    /// TLS may hold what has come already: then the socket has nothing more to say of it.
    private let isEncrypted: Bool
    private var buffer = [UInt8](repeating: 0, count: 4_096)

    /// Takes the handle over.
    init(_ handle: UnsafeMutableRawPointer, socket: CInt, isEncrypted: Bool, _ offers: SMTPOffers) {
        (self.handle, self.socket, self.isEncrypted, self.offers) = (handle, socket, isEncrypted, offers)
    }

    /// Closes the connection, without a word.
    deinit { curl_easy_cleanup(handle) }

    /// Carries a message as far as it goes. Blocks; `end` bounds it, whatever the relay does.
    func carry(
        _ transaction: inout SMTPTransaction, _ timeouts: SMTPSettings.Timeouts, until end: ContinuousClock.Instant
    ) -> SMTPOutcome.Ending {
        var timer = ReplyTimer(timeouts, at: .now, end: end)
        do throws(SMTPOutcome.Ending) {
            while true {
                if transaction.isToSend { _ = try readWaiting { transaction.received($0) } }
                switch transaction.next() {
                case .send(let bytes):
                    timer.sign(at: .now)
                    try write(bytes, until: timer.end(of: .reply))
                    timer.sign(at: .now)
                case .receive:
                    if try read(until: timer.end(of: transaction.patience), { transaction.received($0) }) { timer.sign(at: .now) }
                case .end(let ending): return ending
                }
            }
        } catch {
            return error
        }
    }

    /// Says that nothing more will come. The answer would tell nothing, and is not waited for, as Postfix does not.
    func quit() {
        let word = Array("QUIT\r\n".utf8)
        _ = word.withUnsafeBytes { bytes in
            var count = 0
            return curl_easy_send(handle, bytes.baseAddress, bytes.count, &count)
        }
    }

    // MARK: Bytes

    /// Gives `body` what is there, and waits for it if there is nothing.
    private func read<Answer>(
        until end: ContinuousClock.Instant, _ body: (UnsafeBufferPointer<UInt8>) -> Answer
    ) throws(SMTPOutcome.Ending) -> Answer {
        if !isEncrypted { try wait(for: POLLIN, until: end) }
        while true {
            if let answer = try readWaiting(body) { return answer }
            try wait(for: POLLIN, until: end)
        }
    }

    /// Gives `body` what is there; nil: nothing.
    private func readWaiting<Answer>(_ body: (UnsafeBufferPointer<UInt8>) -> Answer) throws(SMTPOutcome.Ending) -> Answer? {
        var count = 0
        let code = buffer.withUnsafeMutableBytes { curl_easy_recv(handle, $0.baseAddress, $0.count, &count) }
        switch code {
        case CURLE_AGAIN: return nil
        case CURLE_OK where count > 0: return buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
        default: throw .lost
        }
    }

    private func write(_ bytes: [UInt8], until end: ContinuousClock.Instant) throws(SMTPOutcome.Ending) {
        // OpenSSL wants the same memory again for what it could not write at once.
        let ending = bytes.withUnsafeBytes { bytes -> SMTPOutcome.Ending? in
            var rest = bytes[...]
            while !rest.isEmpty {
                var count = 0
                let code = curl_easy_send(handle, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, &count)
                rest = rest.dropFirst(count)
                guard code != CURLE_OK else { continue }
                guard code == CURLE_AGAIN else { return .lost }
                do throws(SMTPOutcome.Ending) { try wait(for: POLLOUT, until: end) } catch { return error }
            }
            return nil
        }
        if let ending { throw ending }
    }

    private func wait(for events: Int32, until end: ContinuousClock.Instant) throws(SMTPOutcome.Ending) {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { throw .timedOut }
            let count = poll(&descriptor, 1, CInt(clamping: left.milliseconds))
            if count > 0 { return }
            if count < 0, errno != EINTR { throw .lost }
        }
    }
}
