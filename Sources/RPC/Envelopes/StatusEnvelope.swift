import NIOCore

/// `google.rpc.Status` with its two details, as bytes.
///
/// ```
/// Status { int32 code=1; string message=2; repeated google.protobuf.Any details=3 }
/// Any { string type_url=1; bytes value=2 }
/// ErrorInfo { string reason=1; string domain=2; map<string, string> metadata=3 }
/// RetryInfo { google.protobuf.Duration retry_delay=1 }    Duration { int64 seconds=1; int32 nanos=2 }
/// ```
/// By hand like the rest of the envelope: a refused call must cost no more than one that is served.
enum StatusDetail {
    static let errorInfoURL = "type.googleapis.com/google.rpc.ErrorInfo"
    static let retryInfoURL = "type.googleapis.com/google.rpc.RetryInfo"
}

extension RPCError {
    func encodedStatus(limits: Limits) -> ByteBuffer {
        var status = ByteBuffer()
        status.writeVarintField(1, UInt64(bitPattern: Int64(code.rawValue)))
        status.writeStringField(2, message.prefix(utf8BytesMax: limits.statusMessageBytesMax))
        if let reason {
            status.writeDetail(StatusDetail.errorInfoURL, encodedErrorInfo(reason, bytesMax: limits.statusDetailBytesMax))
        }
        if let retryAfter { status.writeDetail(StatusDetail.retryInfoURL, encodedRetryInfo(retryAfter)) }
        return status
    }

    private func encodedErrorInfo(_ reason: String, bytesMax: Int) -> ByteBuffer {
        var info = ByteBuffer()
        info.writeStringField(1, reason.prefix(utf8BytesMax: bytesMax / 4))
        info.writeStringField(2, domain.prefix(utf8BytesMax: bytesMax / 4))
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            var entry = ByteBuffer()
            entry.writeStringField(1, key)
            entry.writeStringField(2, value)
            guard info.readableBytes + delimitedByteCount(entry.readableBytes) <= bytesMax else { break }
            info.writeBytesField(3, entry)
        }
        return info
    }

    private func encodedRetryInfo(_ delay: Duration) -> ByteBuffer {
        var duration = ByteBuffer()
        duration.writeVarintField(1, UInt64(bitPattern: delay.components.seconds))
        duration.writeVarintField(2, UInt64(bitPattern: delay.components.attoseconds / 1_000_000_000))
        var info = ByteBuffer()
        info.writeBytesField(1, duration)
        return info
    }
}

/// Gathers a status from one or more occurrences of its field, which protobuf merges.
struct StatusDecoder {
    private var code: Int32 = 0
    private var message = ""
    private var reason: String?
    private var domain = ""
    private var metadata: [String: String] = [:]
    private var retryAfter: Duration?

    /// nil when the code is OK.
    var error: RPCError? {
        if code == 0 { return nil }
        let isNotExecuted = domain == RPCError.wireDomain && reason.flatMap(WireReason.init)?.provesNotExecuted == true
        return RPCError(
            StatusCode(rawValue: code), reason: reason, message, domain: domain, metadata: metadata, retryAfter: retryAfter,
            wasNotExecuted: isNotExecuted)
    }

    mutating func merge(_ status: WireCursor) throws(WireFault) {
        var cursor = status
        while let (number, type) = try cursor.nextField() {
            switch number {
            case 1: code = Int32(truncatingIfNeeded: try cursor.varint(type))
            case 2: message = cursor.lenientText(try cursor.delimited(type))
            case 3: try addDetail(WireCursor(cursor.bytes, in: try cursor.delimited(type)))
            default: try cursor.skip(type)
            }
        }
    }

    private mutating func addDetail(_ any: WireCursor) throws(WireFault) {
        var cursor = any
        var url = ""
        var value = 0..<0
        while let (number, type) = try cursor.nextField() {
            switch number {
            case 1: url = cursor.lenientText(try cursor.delimited(type))
            case 2: value = try cursor.delimited(type)
            default: try cursor.skip(type)
            }
        }
        switch url {
        case StatusDetail.errorInfoURL: try readErrorInfo(WireCursor(cursor.bytes, in: value))
        case StatusDetail.retryInfoURL: try readRetryInfo(WireCursor(cursor.bytes, in: value))
        default: break
        }
    }

    private mutating func readErrorInfo(_ info: WireCursor) throws(WireFault) {
        var cursor = info
        reason = ""
        while let (number, type) = try cursor.nextField() {
            switch number {
            case 1: reason = cursor.lenientText(try cursor.delimited(type))
            case 2: domain = cursor.lenientText(try cursor.delimited(type))
            case 3: try readMetadata(WireCursor(cursor.bytes, in: try cursor.delimited(type)))
            default: try cursor.skip(type)
            }
        }
    }

    private mutating func readMetadata(_ entry: WireCursor) throws(WireFault) {
        var cursor = entry
        var key = ""
        var value = ""
        while let (number, type) = try cursor.nextField() {
            switch number {
            case 1: key = cursor.lenientText(try cursor.delimited(type))
            case 2: value = cursor.lenientText(try cursor.delimited(type))
            default: try cursor.skip(type)
            }
        }
        metadata[key] = value
    }

    private mutating func readRetryInfo(_ info: WireCursor) throws(WireFault) {
        var cursor = info
        while let (number, type) = try cursor.nextField() {
            guard number == 1 else {
                try cursor.skip(type)
                continue
            }
            var duration = WireCursor(cursor.bytes, in: try cursor.delimited(type))
            var seconds: Int64 = 0
            var nanoseconds: Int64 = 0
            while let (number, type) = try duration.nextField() {
                switch number {
                case 1: seconds = Int64(bitPattern: try duration.varint(type))
                case 2: nanoseconds = Int64(Int32(truncatingIfNeeded: try duration.varint(type)))
                default: try duration.skip(type)
                }
            }
            retryAfter = .seconds(seconds) + .nanoseconds(nanoseconds)
        }
    }
}

extension WireCursor {
    /// A text that is only shown or compared: what is not UTF-8 in it becomes U+FFFD. A failed call stays a failed call.
    fileprivate func lenientText(_ range: Range<Int>) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
}

extension ByteBuffer {
    fileprivate mutating func writeDetail(_ typeURL: String, _ value: ByteBuffer) {
        writeTag(3, delimitedLength: delimitedByteCount(typeURL.utf8.count) + delimitedByteCount(value.readableBytes))
        writeStringField(1, typeURL)
        writeBytesField(2, value)
    }
}

extension String {
    /// As many whole characters as fit.
    fileprivate func prefix(utf8BytesMax: Int) -> String {
        if utf8.count <= utf8BytesMax { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: utf8BytesMax)
        while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
