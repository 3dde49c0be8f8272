/// How a field's value is written. Source: protobuf.dev, "Encoding".
package enum WireType: UInt32 {
    case varint = 0
    case bits64 = 1
    case lengthPrefixed = 2
    case bits32 = 5
}

/// Appends protobuf's wire format to bytes.
package enum WireWriter {
    package static func tag(_ number: UInt32, _ type: WireType, to bytes: inout [UInt8]) {
        varint(UInt64(number << 3 | type.rawValue), to: &bytes)
    }

    package static func varint(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package static func fixed(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package static func lengthPrefixed(_ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
        varint(UInt64(content.count), to: &bytes)
        bytes.append(contentsOf: content)
    }
}

/// One value as the wire holds it, its type not yet known.
package enum WireValue {
    case varint(UInt64)
    case bits64(UInt64)
    case bits32(UInt32)
    case bytes(ArraySlice<UInt8>)
}

/// Bytes that are no protobuf: cut short or damaged.
package struct MalformedWire: Error {}

/// Reads protobuf's wire format, bounds checked. Groups are refused: proto3 has none.
package struct WireReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    package var isAtEnd: Bool { rest.isEmpty }

    /// The next field's number and value.
    package mutating func field() throws(MalformedWire) -> (number: UInt32, value: WireValue) {
        let tag = try varint()
        guard tag <= UInt64(UInt32.max), tag >> 3 != 0, let type = WireType(rawValue: UInt32(tag & 7)) else { throw MalformedWire() }
        return (UInt32(tag >> 3), try value(type))
    }

    package mutating func value(_ type: WireType) throws(MalformedWire) -> WireValue {
        switch type {
        case .varint: .varint(try varint())
        case .bits64: .bits64(try fixed())
        case .bits32: .bits32(try fixed())
        case .lengthPrefixed: .bytes(try lengthPrefixed())
        }
    }

    private mutating func varint() throws(MalformedWire) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 70, let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw MalformedWire()
    }

    private mutating func fixed<Number: FixedWidthInteger>() throws(MalformedWire) -> Number {
        let size = MemoryLayout<Number>.size
        guard rest.count >= size else { throw MalformedWire() }
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    private mutating func lengthPrefixed() throws(MalformedWire) -> ArraySlice<UInt8> {
        let length = try varint()
        guard length <= UInt64(rest.count) else { throw MalformedWire() }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }
}
