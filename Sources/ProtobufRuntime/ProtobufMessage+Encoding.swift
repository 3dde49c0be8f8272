internal import CProtobufC

/// A message ready to be written: its size is known, its bytes are not made yet. Valid only where it was handed out.
public struct PackedMessage {
    let message: UnsafePointer<ProtobufCMessage>
    /// How many bytes ``write(to:)`` writes.
    public let byteCount: Int

    /// Writes the message's bytes to the beginning of `buffer`, which must hold at least ``byteCount``.
    public func write(to buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count >= byteCount, "A packed message needs room for all of its bytes.")
        guard byteCount > 0, let start = buffer.baseAddress else { return }
        _ = protobuf_c_message_pack(message, start.assumingMemoryBound(to: UInt8.self))
    }
}

extension ProtobufMessage {
    /// Encodes the message: `body` learns the size, makes room wherever the bytes are to go, and has them written there.
    ///
    /// - Throws: ``MessageEncodingError`` if a text holds U+0000; `body` is not called then.
    public func withPacked<Result>(_ body: (PackedMessage) -> Result) throws(MessageEncodingError) -> Result {
        try MessageArena.withArena(budgetBytes: .max) { arena -> Swift.Result<Result, MessageEncodingError> in
            let message = makeCMessage(in: arena)
            if let field = arena.state.pointee.fieldWithNUL {
                return .failure(MessageEncodingError(message: Self.fullName, field: field.description))
            }
            let pointer = UnsafePointer(message.assumingMemoryBound(to: ProtobufCMessage.self))
            return .success(body(PackedMessage(message: pointer, byteCount: protobuf_c_message_get_packed_size(pointer))))
        }.get()
    }

    /// The message's bytes in an array of their own.
    ///
    /// - Throws: ``MessageEncodingError`` if a text holds U+0000.
    public func encodedBytes() throws(MessageEncodingError) -> [UInt8] {
        try withPacked { packed in
            [UInt8](unsafeUninitializedCapacity: packed.byteCount) { buffer, count in
                packed.write(to: UnsafeMutableRawBufferPointer(buffer))
                count = packed.byteCount
            }
        }
    }
}
