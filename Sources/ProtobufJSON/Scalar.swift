internal import ProtobufSchema

/// One scalar value on its way between JSON and the wire.
enum Scalar {
    /// A varint, a fixed number's bits, or a float's; which one the field's type says.
    case bits(UInt64)
    case bytes(ArraySlice<UInt8>)

    /// What a proto3 field without presence is not written for.
    var isDefault: Bool {
        switch self {
        case .bits(let bits): bits == 0
        case .bytes(let bytes): bytes.isEmpty
        }
    }

    /// Appends the value without its tag.
    func write(as type: WireType, to bytes: inout [UInt8]) {
        switch self {
        case .bits(let bits):
            switch type {
            case .bits64: WireWriter.fixed(bits, to: &bytes)
            case .bits32: WireWriter.fixed(UInt32(truncatingIfNeeded: bits), to: &bytes)
            case .varint, .lengthPrefixed: WireWriter.varint(bits, to: &bytes)
            }
        case .bytes(let content): WireWriter.lengthPrefixed(content, to: &bytes)
        }
    }
}

extension FieldType {
    /// Reads a scalar's JSON form.
    func scalar(_ value: JSONValue) throws(JSONError) -> Scalar {
        switch self {
        case .int32: .bits(UInt64(bitPattern: Int64(try Self.integer(value, Int32.self))))
        case .sfixed32: .bits(UInt64(UInt32(bitPattern: try Self.integer(value))))
        case .sint32: .bits(Self.zigzag(Int64(try Self.integer(value, Int32.self))))
        case .uint32, .fixed32: .bits(UInt64(try Self.integer(value, UInt32.self)))
        case .int64, .sfixed64: .bits(UInt64(bitPattern: try Self.integer(value)))
        case .sint64: .bits(Self.zigzag(try Self.integer(value)))
        case .uint64, .fixed64: .bits(try Self.integer(value))
        case .float: .bits(UInt64((try JSONNumber.float(value) as Float).bitPattern))
        case .double: .bits((try JSONNumber.float(value) as Double).bitPattern)
        case .bool: .bits(try Self.bool(value) ? 1 : 0)
        case .string: .bytes(Array(try Self.string(value).utf8)[...])
        case .bytes: .bytes(try Base64.decode(try Self.string(value))[...])
        case .enumeration(let shape): .bits(UInt64(bitPattern: Int64(try Self.enumNumber(value, shape))))
        case .message: throw JSONError(.wrongType, "a message is needed here")
        }
    }

    /// The JSON form of a scalar from the wire.
    func json(_ value: WireValue) throws(JSONError) -> JSONValue {
        switch (self, value) {
        case (.int32, .varint(let bits)): .number(Int32(truncatingIfNeeded: bits))
        case (.sint32, .varint(let bits)): .number(Int32(truncatingIfNeeded: Self.unzigzag(UInt64(UInt32(truncatingIfNeeded: bits)))))
        case (.uint32, .varint(let bits)): .number(UInt32(truncatingIfNeeded: bits))
        case (.sfixed32, .bits32(let bits)): .number(Int32(bitPattern: bits))
        case (.fixed32, .bits32(let bits)): .number(bits)
        case (.int64, .varint(let bits)), (.sfixed64, .bits64(let bits)): .string(String(Int64(bitPattern: bits)))
        case (.sint64, .varint(let bits)): .string(String(Self.unzigzag(bits)))
        case (.uint64, .varint(let bits)), (.fixed64, .bits64(let bits)): .string(String(bits))
        case (.float, .bits32(let bits)): JSONNumber.json(Float(bitPattern: bits))
        case (.double, .bits64(let bits)): JSONNumber.json(Double(bitPattern: bits))
        case (.bool, .varint(let bits)): .bool(bits != 0)
        case (.string, .bytes(let bytes)): .string(try UTF8Text.text(bytes))
        case (.bytes, .bytes(let bytes)): .string(Base64.encode(bytes))
        case (.enumeration(let shape), .varint(let bits)):
            shape.name(of: Int32(truncatingIfNeeded: bits)).map { .string($0) } ?? .number(Int32(truncatingIfNeeded: bits))
        default: throw JSONError(.malformedMessage, "the encoded message has another type here")
        }
    }

    /// The JSON form of the type's default.
    var defaultValue: JSONValue {
        switch self {
        case .int32, .sint32, .sfixed32, .uint32, .fixed32: .number(0)
        case .int64, .sint64, .sfixed64, .uint64, .fixed64: .string("0")
        case .float, .double: .number("0.0")
        case .bool: .bool(false)
        case .string, .bytes: .string("")
        case .enumeration(let shape): shape.firstName
        case .message: .null
        }
    }

    private static func integer<Number: FixedWidthInteger>(_ value: JSONValue, _: Number.Type = Number.self) throws(JSONError) -> Number {
        try JSONNumber.integer(value)
    }

    private static func bool(_ value: JSONValue) throws(JSONError) -> Bool {
        guard case .bool(let bool) = value else { throw JSONError(.wrongType, "true or false is needed here, not \(value.kind)") }
        return bool
    }

    static func string(_ value: JSONValue) throws(JSONError) -> String {
        guard case .string(let string) = value else { throw JSONError(.wrongType, "a string is needed here, not \(value.kind)") }
        return string
    }

    private static func enumNumber(_ value: JSONValue, _ shape: EnumShape) throws(JSONError) -> Int32 {
        guard case .string(let name) = value else { return try JSONNumber.integer(value) }
        guard let number = shape.number(of: name) else { throw JSONError(.invalidValue, "no value of this enum has that name") }
        return number
    }

    private static func zigzag(_ number: Int64) -> UInt64 { UInt64(bitPattern: number << 1 ^ number >> 63) }
    private static func unzigzag(_ bits: UInt64) -> Int64 { Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }
}
