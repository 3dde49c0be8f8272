/// Writes protobuf's wire format by hand, so that tests can say what no honest encoder would.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    init() {}

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func tag(_ number: UInt32, wireType: UInt8) { varint(UInt64(number) << 3 | UInt64(wireType)) }

    mutating func number(_ field: UInt32, _ value: Int64) {
        tag(field, wireType: 0)
        varint(UInt64(bitPattern: value))
    }

    mutating func content(_ field: UInt32, _ content: [UInt8]) {
        tag(field, wireType: 2)
        varint(UInt64(content.count))
        bytes += content
    }

    /// The bytes of one length-prefixed field.
    static func field(_ number: UInt32, _ content: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.content(number, content)
        return writer.bytes
    }
}
