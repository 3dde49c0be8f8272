public import NIOCore
public import ProtobufRuntime

extension ProtobufMessage {
    /// Decodes a request that a client sent.
    ///
    /// - Throws: `RPCError` with INVALID_ARGUMENT and reason MALFORMED_MESSAGE, INVALID_UTF8 or EMBEDDED_NUL, or with
    ///   RESOURCE_EXHAUSTED and reason MESSAGE_TOO_COMPLEX. Its metadata names the `field`.
    public init(decoding buffer: ByteBuffer) throws(RPCError) {
        switch Self.result(decoding: buffer) {
        case .success(let message): self = message
        case .failure(let error): throw RPCError(refusing: error)
        }
    }

    /// Decodes a response that a server sent; what is wrong with it is not the caller's doing.
    ///
    /// - Throws: `RPCError` with INTERNAL and reason MALFORMED_RESPONSE.
    public init(decodingResponse buffer: ByteBuffer) throws(RPCError) {
        switch Self.result(decoding: buffer) {
        case .success(let message): self = message
        case .failure(let error):
            throw RPCError(
                .internal, reason: "MALFORMED_RESPONSE", "The server's answer is not a valid \(error.message).",
                metadata: error.field.isEmpty ? [:] : ["field": error.field])
        }
    }

    /// Appends the encoded message, straight from protobuf-c into the buffer's memory.
    ///
    /// - Throws: `RPCError` with INTERNAL and reason EMBEDDED_NUL if a text holds U+0000: a server must not make such.
    public func write(into buffer: inout ByteBuffer) throws(RPCError) {
        do {
            try append(to: &buffer)
        } catch {
            throw RPCError(.internal, reason: "EMBEDDED_NUL", "The server could not encode its answer.", metadata: ["field": error.field])
        }
    }

    /// The encoded message in a buffer of its own; see ``write(into:)``.
    public func encoded() throws(RPCError) -> ByteBuffer {
        var buffer = ByteBuffer()
        try write(into: &buffer)
        return buffer
    }

    /// The message, encoded by a client to be sent.
    ///
    /// - Throws: `RPCError` with INVALID_ARGUMENT and reason EMBEDDED_NUL if a text holds U+0000: the server would refuse it.
    public func encodedRequest() throws(RPCError) -> ByteBuffer {
        var buffer = ByteBuffer()
        do {
            try append(to: &buffer)
        } catch {
            throw RPCError(
                .invalidArgument, reason: "EMBEDDED_NUL", "Remove the character U+0000 from \(error.field).",
                metadata: ["field": error.field])
        }
        return buffer
    }

    private func append(to buffer: inout ByteBuffer) throws(MessageEncodingError) {
        try withPacked { packed in
            _ = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: packed.byteCount) { memory in
                packed.write(to: memory)
                return packed.byteCount
            }
        }
    }

    private static func result(decoding buffer: ByteBuffer) -> Result<Self, MessageDecodingError> {
        buffer.withUnsafeReadableBytes { bytes in Result { () throws(MessageDecodingError) in try Self(decoding: bytes) } }
    }
}

extension RPCError {
    /// What a client is told whose request could not be decoded.
    public init(refusing error: MessageDecodingError) {
        let place = error.field.isEmpty ? error.message : "\(error.field) of \(error.message)"
        let (code, reason, message): (StatusCode, String, String) =
            switch error.reason {
            case .malformed: (.invalidArgument, "MALFORMED_MESSAGE", "Send a valid encoding of \(place).")
            case .invalidUTF8: (.invalidArgument, "INVALID_UTF8", "Send \(place) as UTF-8.")
            case .containsNUL: (.invalidArgument, "EMBEDDED_NUL", "Remove the character U+0000 from \(place).")
            case .budgetExceeded: (.resourceExhausted, "MESSAGE_TOO_COMPLEX", "Send fewer elements in one \(error.message).")
            }
        self.init(code, reason: reason, message, metadata: error.field.isEmpty ? [:] : ["field": error.field])
    }

    /// What generated services answer for a method that is not implemented.
    public static func unimplemented(_ method: MethodDescriptor) -> RPCError {
        RPCError(.unimplemented, reason: "UNIMPLEMENTED", "This server does not offer \(method.path).")
    }
}
