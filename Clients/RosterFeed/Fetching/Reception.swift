internal import CCurl

/// What comes in during one transfer, counted while it comes. Lives as long as the transfer, on its thread; libcurl hands it back to the
/// functions that are called with the bytes.
final class Reception {
    /// The transfer's, not ours: asked for the status and for a header, while it is in use.
    private let handle: UnsafeMutableRawPointer
    private let bounds: TransferBounds
    private var body: [UInt8] = []
    private var bodyBytes = 0
    private var headerBytes = 0
    /// The empty line at the answer's header's end has come.
    private var isHeaderWhole = false
    /// Why we stopped it ourselves.
    private var stop: TransferFailure?

    init(_ handle: UnsafeMutableRawPointer, _ bounds: TransferBounds) {
        self.handle = handle
        self.bounds = bounds
    }

    static func at(_ context: UnsafeMutableRawPointer?) -> Reception? {
        context.map { Unmanaged<Reception>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Returns `count`, or 0 to stop the transfer. What is no document is counted, and not kept.
    func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        bodyBytes += count
        let isDocument = CCurl_status(handle) == 200
        guard bodyBytes <= (isDocument ? bounds.bytesMax : min(bounds.bytesMax, bounds.headerBytesMax)) else {
            stop = .bodyTooLong
            return 0
        }
        if isDocument { body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count)) }
        return count
    }

    /// Takes one line. Returns `count`, or 0 to stop the transfer.
    func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headerBytes += count
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        // Another header may follow the end of one: that of status 100 is not the answer's. A trailer has no such end.
        if line.starts(with: "HTTP/".utf8) { isHeaderWhole = false }
        if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") { isHeaderWhole = true }
        guard headerBytes <= bounds.headerBytesMax else {
            stop = .headersTooLong
            return 0
        }
        return count
    }

    /// How it ended. An answer that is no document counts by its status, even where its body did not come to an end.
    func outcome(of code: CURLcode) -> TransferOutcome {
        let status = CCurl_status(handle)
        if code == CURLE_ABORTED_BY_CALLBACK { return .failed(.cancelled, bytes: bodyBytes) }
        // libcurl takes a connection that ends within the header for an answer without a body.
        if code == CURLE_OK, !isHeaderWhole { return .failed(.lost, bytes: bodyBytes) }
        if code == CURLE_OK || (status >= 200 && status != 200 && stop != .headersTooLong) {
            return .answered(.init(status: status, body: status == 200 ? body : [], retryAfter: retryAfter(), bytes: bodyBytes))
        }
        return .failed(stop ?? failure(code, hasAnswer: status != 0), bytes: bodyBytes)
    }

    private func retryAfter() -> String? {
        var header: UnsafeMutablePointer<curl_header>?
        guard curl_easy_header(handle, "Retry-After", 0, UInt32(CURLH_HEADER), -1, &header) == CURLHE_OK, let value = header?.pointee.value
        else { return nil }
        return String(cString: value)
    }

    private func failure(_ code: CURLcode, hasAnswer: Bool) -> TransferFailure {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .notFound
        case CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR: .notConnected
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .lost
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_OPERATION_TIMEDOUT: .timedOut(isAnswering: hasAnswer)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: .notTrusted
        case CURLE_SSL_CACERT_BADFILE: .authoritiesUnusable
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .notHTTP
        default: .other(Int(code.rawValue))
        }
    }
}
