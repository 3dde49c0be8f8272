/// Reads protobuf's wire format from memory, bounds checked. Source: protobuf.dev, "Encoding".
struct WireReader {
    static let varint: UInt8 = 0
    static let bits64: UInt8 = 1
    static let lengthPrefixed: UInt8 = 2
    static let bits32: UInt8 = 5

    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    /// The field number and wire type of the field that follows; nil if it is none.
    mutating func tag() -> (field: UInt32, wireType: UInt8)? {
        guard let tag = varint(), tag <= UInt64(UInt32.max), tag >> 3 != 0 else { return nil }
        return (UInt32(tag >> 3), UInt8(tag & 7))
    }

    /// At most ten bytes; nil if they do not end.
    mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 70 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// The content of a length-prefixed field; nil if it is longer than what is left.
    mutating func lengthPrefixed() -> UnsafeRawBufferPointer? {
        guard let length = varint(), length <= UInt64(bytes.count - offset) else { return nil }
        defer { offset += Int(length) }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(length)])
    }

    /// False if less is left.
    mutating func skip(_ count: Int) -> Bool {
        guard bytes.count - offset >= count else { return false }
        offset += count
        return true
    }
}
