internal import CProtobufC

extension ProtobufMessage {
    /// Decodes a message. No bytes at all are a message too: every field at its default.
    ///
    /// - Throws: ``MessageDecodingError``, naming the field where one is to blame.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(MessageDecodingError) {
        try self.init(decoding: bytes, budgetBytes: DecodingBudget.bytes(forPayload: bytes.count))
    }

    init(decoding bytes: UnsafeRawBufferPointer, budgetBytes: Int) throws(MessageDecodingError) {
        let descriptor = Self.descriptor.pointer
        var check = WireCheck(message: Self.fullName, budgetBytes: budgetBytes)
        try check.run(bytes, as: descriptor)
        let decoded: Result<Self, MessageDecodingError> = MessageArena.withArena(budgetBytes: budgetBytes) { arena in
            var allocator = arena.cAllocator
            // protobuf-c takes no NULL, even for no bytes.
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafePointer(bitPattern: 1)
            guard let message = protobuf_c_message_unpack(descriptor, &allocator, bytes.count, start) else {
                let reason: MessageDecodingError.Reason = arena.state.pointee.isExhausted ? .budgetExceeded : .malformed
                return .failure(MessageDecodingError(reason, message: Self.fullName))
            }
            return .success(Self(unsafeCMessage: message))
        }
        self = try decoded.get()
    }

    /// Decodes a message from an array; see ``init(decoding:)-(UnsafeRawBufferPointer)``.
    public init(decoding bytes: [UInt8]) throws(MessageDecodingError) {
        let decoded = bytes.withUnsafeBytes { bytes in Result { () throws(MessageDecodingError) in try Self(decoding: bytes) } }
        self = try decoded.get()
    }
}

/// How much memory decoding may take, all told.
public enum DecodingBudget {
    /// 32 times the payload, and 64 KiB: ten thousand ids of one character take 21 times theirs.
    public static func bytes(forPayload payloadBytes: Int) -> Int { 32 * payloadBytes + 64 * 1024 }
}

extension MessageArena {
    /// The arena as protobuf-c knows allocators: freeing is left to the arena's end.
    var cAllocator: ProtobufCAllocator {
        ProtobufCAllocator(
            alloc: { state, byteCount in state?.assumingMemoryBound(to: State.self).pointee.allocate(byteCount) },
            free: { _, _ in },
            allocator_data: state)
    }
}
