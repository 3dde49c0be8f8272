/// Why bytes are not the protobuf they should be.
enum WireFault: Error {
    case truncated, varintTooLong, badTag, unsupportedWireType, wrongWireType, lengthTooLarge

    /// What to tell the peer.
    var sentence: String {
        switch self {
        case .truncated: "it ends in the middle of a field"
        case .varintTooLong: "a varint has more than ten bytes"
        case .badTag: "a field number is zero or too large"
        case .unsupportedWireType: "it uses a wire type that proto3 does not have"
        case .wrongWireType: "a field has another wire type than its declaration"
        case .lengthTooLarge: "a length reaches beyond the message"
        }
    }
}

/// Reads protobuf fields from bytes that someone else keeps alive. Positions are offsets into those bytes.
///
/// Strict: what protobuf-c refuses, this refuses. It serves the handful of messages of the envelope, on the path of every call.
struct WireCursor {
    enum WireType: UInt8 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    let end: Int

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>? = nil) {
        self.bytes = bytes
        self.position = range?.lowerBound ?? 0
        self.end = range?.upperBound ?? bytes.count
    }

    /// The next field's number and type; nil at the end.
    mutating func nextField() throws(WireFault) -> (number: Int, type: WireType)? {
        if position == end { return nil }
        let tag = try varint()
        guard tag >> 3 != 0, tag <= UInt64(UInt32.max) else { throw .badTag }
        guard let type = WireType(rawValue: UInt8(tag & 7)) else { throw .unsupportedWireType }
        return (Int(tag >> 3), type)
    }

    mutating func varint() throws(WireFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard position < end else { throw .truncated }
            guard shift < 70 else { throw .varintTooLong }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// Where the bytes of a length-delimited field lie.
    mutating func delimited(_ type: WireType) throws(WireFault) -> Range<Int> {
        guard type == .lengthDelimited else { throw .wrongWireType }
        let length = try varint()
        guard length <= UInt64(end - position) else { throw .lengthTooLarge }
        let start = position
        position += Int(length)
        return start..<position
    }

    mutating func varint(_ type: WireType) throws(WireFault) -> UInt64 {
        guard type == .varint else { throw .wrongWireType }
        return try varint()
    }

    /// Steps over a field this version does not know.
    mutating func skip(_ type: WireType) throws(WireFault) {
        switch type {
        case .varint: _ = try varint()
        case .fixed64: try advance(8)
        case .fixed32: try advance(4)
        case .lengthDelimited: _ = try delimited(type)
        }
    }

    private mutating func advance(_ count: Int) throws(WireFault) {
        guard end - position >= count else { throw .truncated }
        position += count
    }

    /// The text of a range: nil unless it is UTF-8 without NUL.
    func text(_ range: Range<Int>) -> String? {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
        if slice.contains(0) { return nil }
        return String(validating: slice, as: UTF8.self)
    }
}
