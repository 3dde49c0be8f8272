/// How one try at a document ended, in words of our own: nothing of libcurl's gets out of the transfer.
enum TransferOutcome: Hashable, Sendable {
    /// There was an answer, and with status 200 all of its body.
    case answered(Answer)
    case failed(TransferFailure, bytes: Int)

    struct Answer: Hashable, Sendable {
        var status: Int
        /// The document; empty unless the status is 200.
        var body: [UInt8] = []
        /// The text of the header `Retry-After`.
        var retryAfter: String?
        /// Bytes of any body that came.
        var bytes = 0
    }

    /// What it cost.
    var bytes: Int {
        switch self {
        case .answered(let answer): answer.bytes
        case .failed(_, let bytes): bytes
        }
    }
}

enum TransferFailure: Hashable, Sendable {
    /// The host's name has no address.
    case notFound
    /// Nobody listens, or the handshake failed.
    case notConnected
    /// The connection broke before or within the answer.
    case lost
    /// The body ended before the length that was announced.
    case truncated
    /// The time was over; `isAnswering`: something of the answer had come.
    case timedOut(isAnswering: Bool)
    case bodyTooLong
    case headersTooLong
    /// The certificate is not of an authority that we trust, or of another host, or out of date.
    case notTrusted
    /// The file of our own authorities cannot be read or holds none.
    case authoritiesUnusable
    /// What answers does not speak HTTP.
    case notHTTP
    case cancelled
    /// libcurl's number for anything else.
    case other(Int)
}
