public import NIOCore

/// `ttrpc.Request`: which method, with what, until when.
///
/// ```
/// Request { string service=1; string method=2; bytes payload=3; int64 timeout_nano=4; repeated KeyValue metadata=5 }
/// KeyValue { string key=1; string value=2 }
/// ```
/// Written and read by hand, because every call passes here: names stay bytes until someone needs a `String`, and the payload
/// is a slice of the frame.
public struct RequestEnvelope: Hashable, Sendable {
    /// The first byte of an envelope whose fields stand in their order: field 1, length-delimited.
    public static let serviceTag: UInt8 = 1 << 3 | 2

    /// Full name of the service, UTF-8; not yet validated, for it is only compared with names that are.
    public var service: ByteBuffer
    /// Name of the method, as `service`.
    public var method: ByteBuffer
    /// The encoded message. nil and empty are different: on a stream, an empty one is a message.
    public var payload: ByteBuffer?
    /// Relative; 0 is none, negative is already over.
    public var timeoutNanoseconds: Int64
    /// In order; keys in lower case.
    public var metadata: Metadata

    /// An envelope to send.
    public init(method: MethodDescriptor, payload: ByteBuffer?, timeoutNanoseconds: Int64 = 0, metadata: Metadata = Metadata()) {
        self.service = ByteBuffer(string: method.service)
        self.method = ByteBuffer(string: method.method)
        self.payload = payload
        self.timeoutNanoseconds = timeoutNanoseconds
        self.metadata = metadata
    }

    private init() {
        service = ByteBuffer()
        method = ByteBuffer()
        timeoutNanoseconds = 0
        metadata = Metadata()
    }

    /// Reads an envelope. Throws MALFORMED_REQUEST or METADATA_TOO_LARGE with the field's name.
    public init(decoding data: ByteBuffer, limits: Limits) throws(RPCError) {
        var decoder = RequestDecoder(limits: limits)
        let parts: RequestDecoder.Parts
        do {
            parts = try data.withUnsafeReadableBytes { bytes throws(RequestDecoder.Failure) in try decoder.decode(bytes) }
        } catch {
            throw error.rpcError(limits: limits)
        }
        self.init()
        service = data.slice(parts.service)
        method = data.slice(parts.method)
        payload = parts.payload.map { data.slice($0) }
        timeoutNanoseconds = parts.timeoutNanoseconds
        metadata = parts.metadata
    }

    /// Bytes of the encoded envelope.
    public var byteCount: Int {
        var count = 0
        if service.readableBytes > 0 { count += delimitedByteCount(service.readableBytes) }
        if method.readableBytes > 0 { count += delimitedByteCount(method.readableBytes) }
        if let payload { count += delimitedByteCount(payload.readableBytes) }
        if timeoutNanoseconds != 0 { count += 1 + varintByteCount(UInt64(bitPattern: timeoutNanoseconds)) }
        for pair in metadata.pairs { count += delimitedByteCount(pair.byteCount) }
        return count
    }

    /// Appends the encoded envelope.
    public func encode(into buffer: inout ByteBuffer) {
        if service.readableBytes > 0 { buffer.writeBytesField(1, service) }
        if method.readableBytes > 0 { buffer.writeBytesField(2, method) }
        if let payload { buffer.writeBytesField(3, payload) }
        buffer.writeVarintField(4, UInt64(bitPattern: timeoutNanoseconds))
        for pair in metadata.pairs {
            buffer.writeTag(5, delimitedLength: pair.byteCount)
            buffer.writeStringField(1, pair.key)
            buffer.writeStringField(2, pair.value)
        }
    }
}

extension Metadata.Pair {
    /// Bytes of the pair as an encoded `KeyValue`.
    fileprivate var byteCount: Int {
        (key.isEmpty ? 0 : delimitedByteCount(key.utf8.count)) + (value.isEmpty ? 0 : delimitedByteCount(value.utf8.count))
    }
}

extension ByteBuffer {
    /// The bytes at offsets counted from the reader index, sharing storage.
    func slice(_ range: Range<Int>) -> ByteBuffer {
        range.isEmpty ? ByteBuffer() : getSlice(at: readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }
}
