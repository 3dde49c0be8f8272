/// Decides after each try at one document what comes next: a value, told how the try ended, that answers with what to do.
///
/// Tried again is what may pass: a broken connection, no answer in time, 429 and any 5xx. An answer that is clear is not asked for twice.
struct DocumentTries: Sendable {
    enum Action: Hashable, Sendable {
        /// The document.
        case take([UInt8])
        /// Try again after this long.
        case wait(Duration)
        /// Give up. `isUnavailable`: another day it may work.
        case fail(String, isUnavailable: Bool)
        /// The task was cancelled.
        case cancel
    }

    let limits: FetchLimits
    private(set) var tries = 0

    init(limits: FetchLimits) { self.limits = limits }

    /// - Parameters:
    ///   - timeLeft: of the whole feed, after this try.
    ///   - now: the clock's time, for a `Retry-After` that is a date.
    mutating func after(
        _ outcome: TransferOutcome, _ bounds: TransferBounds, timeLeft: Duration, secondsSince1970 now: Int64
    ) -> Action {
        tries += 1
        switch outcome {
        case .answered(let answer):
            return after(answer, timeLeft: timeLeft, secondsSince1970: now)
        case .failed(let failure, _):
            switch failure {
            case .cancelled: return .cancel
            case .bodyTooLong: return .fail(bounds.tooLong, isUnavailable: false)
            case .timedOut(isAnswering: true): return .fail(bounds.tooSlow, isUnavailable: true)
            case .timedOut(isAnswering: false): return again("there was no answer in time", timeLeft: timeLeft)
            default:
                guard failure.mayPass else { return .fail(failure.problem, isUnavailable: false) }
                return again(failure.problem, timeLeft: timeLeft)
            }
        }
    }

    private func after(_ answer: TransferOutcome.Answer, timeLeft: Duration, secondsSince1970 now: Int64) -> Action {
        switch answer.status {
        case 200: return .take(answer.body)
        case 429, 503:
            let asked = answer.retryAfter.flatMap { RetryAfter.delay($0, secondsSince1970: now) } ?? .zero
            return again(Self.problem(of: answer.status), asked: asked, timeLeft: timeLeft)
        case 500...599: return again(Self.problem(of: answer.status), timeLeft: timeLeft)
        default: return .fail(Self.problem(of: answer.status), isUnavailable: false)
        }
    }

    /// Waits as long as was asked, and never shorter than our own pause.
    private func again(_ problem: String, asked: Duration = .zero, timeLeft: Duration) -> Action {
        guard tries < limits.triesMax else {
            return .fail(tries > 1 ? "\(problem) (tried \(tries) times)" : problem, isUnavailable: true)
        }
        let pause = max(asked, limits.pauseFirst * (1 << min(tries - 1, 20)))
        guard pause < timeLeft else {
            let why = pause == asked ? "asks to wait \(pause.inSeconds)" : "another try is due in \(pause.inSeconds)"
            return .fail("\(problem), \(why), but the feed's time is over before", isUnavailable: true)
        }
        return .wait(pause)
    }

    private static func problem(of status: Int) -> String {
        switch status {
        case 300...399: "the answer is a redirect (\(status)), and none is followed: give the URL it leads to, if it is the right one"
        case 401: "the token is not accepted (401)"
        case 403: "the token may not read this (403): the school has not granted it, or its scopes are too narrow"
        case 404: "there is nothing of this name (404): is the school's id right, and its region's host?"
        case 429: "too many requests (429)"
        case 500...599: "the server failed (\(status))"
        default: "the server answered with status \(status)"
        }
    }
}

extension TransferFailure {
    /// Whether the same request may well succeed a little later.
    fileprivate var mayPass: Bool {
        switch self {
        case .notFound, .notConnected, .lost, .truncated, .timedOut: true
        case .bodyTooLong, .headersTooLong, .notTrusted, .authoritiesUnusable, .notHTTP, .cancelled, .other: false
        }
    }

    fileprivate var problem: String {
        switch self {
        case .notFound: "the host's name is not known"
        case .notConnected: "no connection could be made"
        case .lost: "the connection was lost"
        case .truncated: "the connection ended before the document did"
        case .timedOut: "it took too long"
        case .bodyTooLong: "the document is too long"
        case .headersTooLong: "the answer's header is too long"
        case .notTrusted: "the server's certificate is not one we trust for this host"
        case .authoritiesUnusable: "the file of trusted authorities cannot be used"
        case .notHTTP: "the answer is not HTTP"
        case .cancelled: "cancelled"
        case .other(let number): "the transfer failed (libcurl's code \(number))"
        }
    }
}
