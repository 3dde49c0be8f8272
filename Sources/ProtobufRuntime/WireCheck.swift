internal import CProtobufC

/// Walks encoded bytes along a message's descriptor before protobuf-c sees them.
///
/// protobuf-c checks neither UTF-8 nor embedded NUL (a C string silently ends there), names no field when it refuses, and
/// allocates a struct for every submessage however small. This walk does what it leaves out, without allocating: texts are
/// checked, and the structs that decoding would surely take are counted against the budget before the first is made.
///
/// Recursion is as deep as the schema, which has no recursive types (a test walks the descriptors).
struct WireCheck {
    let message: String
    var budgetBytes: Int

    init(message: String, budgetBytes: Int) {
        self.message = message
        self.budgetBytes = budgetBytes
    }

    mutating func run(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(MessageDecodingError) {
        try spend(descriptor.pointee.sizeof_message)
        var reader = WireReader(bytes)
        var fields = 0
        var chosen: UInt64 = 0
        while !reader.isAtEnd {
            fields += 1
            guard let tag = reader.tag() else { throw MessageDecodingError(.malformed, message: message) }
            let field = protobuf_c_message_descriptor_get_field(descriptor, tag.field)
            do {
                // protobuf-c notes every field it scans; the notes of the first sixteen are on its stack.
                if fields > 16 { try spend(Self.scannedFieldBytes) }
                if let field { try checkIsFirst(field, of: descriptor, &chosen) }
                try checkValue(&reader, tag.wireType, field)
            } catch {
                guard let field else { throw error }
                let name = String(cString: field.pointee.name)
                throw MessageDecodingError(
                    error.reason, message: message, field: error.field.isEmpty ? name : "\(name).\(error.field)")
            }
        }
    }

    /// The size of protobuf-c's note of one field: `ScannedMember`, on a 64-bit machine.
    private static let scannedFieldBytes = 32

    /// Two parts of one message are merged, says protobuf; of a oneof's message protobuf-c keeps the last part alone. No encoder writes it in
    /// parts, so they are refused rather than half of them lost. `chosen` has a bit for each of the type's first 64 fields.
    private func checkIsFirst(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>, of descriptor: UnsafePointer<ProtobufCMessageDescriptor>, _ chosen: inout UInt64
    ) throws(MessageDecodingError) {
        guard field.pointee.type == PROTOBUF_C_TYPE_MESSAGE, field.pointee.flags & PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue != 0 else { return }
        let bit: UInt64 = 1 << (field - descriptor.pointee.fields)
        guard chosen & bit == 0 else { throw MessageDecodingError(.malformed, message: message) }
        chosen |= bit
    }

    private mutating func spend(_ byteCount: Int) throws(MessageDecodingError) {
        budgetBytes -= byteCount
        guard budgetBytes >= 0 else { throw MessageDecodingError(.budgetExceeded, message: message) }
    }

    private mutating func checkValue(
        _ reader: inout WireReader, _ wireType: UInt8, _ field: UnsafePointer<ProtobufCFieldDescriptor>?
    ) throws(MessageDecodingError) {
        let malformed = MessageDecodingError(.malformed, message: message)
        switch wireType {
        case WireReader.varint:
            guard reader.varint() != nil else { throw malformed }
        case WireReader.bits64:
            guard reader.skip(8) else { throw malformed }
        case WireReader.bits32:
            guard reader.skip(4) else { throw malformed }
        case WireReader.lengthPrefixed:
            guard let content = reader.lengthPrefixed() else { throw malformed }
            guard let field else { return }
            switch field.pointee.type {
            case PROTOBUF_C_TYPE_STRING:
                if let reason = TextCheck.problem(in: content) { throw MessageDecodingError(reason, message: message) }
            case PROTOBUF_C_TYPE_MESSAGE:
                // Set in every descriptor of a message field.
                let type = field.pointee.descriptor.unsafelyUnwrapped
                try run(content, as: type.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
            default:
                break
            }
        default:
            throw malformed
        }
    }
}
