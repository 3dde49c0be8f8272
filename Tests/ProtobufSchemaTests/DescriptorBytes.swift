import ProtobufSchema

/// Writes descriptors as protoc does, and as it never would.
struct DescriptorBytes {
    var bytes: [UInt8] = []

    init(_ parts: (inout DescriptorBytes) -> Void = { _ in }) { parts(&self) }

    mutating func text(_ number: UInt32, _ text: String) { content(number, Array(text.utf8)) }

    mutating func number(_ number: UInt32, _ value: UInt64) {
        WireWriter.tag(number, .varint, to: &bytes)
        WireWriter.varint(value, to: &bytes)
    }

    mutating func message(_ number: UInt32, _ parts: (inout DescriptorBytes) -> Void) { content(number, DescriptorBytes(parts).bytes) }

    mutating func content(_ number: UInt32, _ content: [UInt8]) {
        WireWriter.tag(number, .lengthPrefixed, to: &bytes)
        WireWriter.lengthPrefixed(content, to: &bytes)
    }

    /// A proto3 file.
    static func file(_ name: String = "a.proto", package: String = "p", _ parts: (inout DescriptorBytes) -> Void) -> [UInt8] {
        DescriptorBytes { file in
            file.text(1, name)
            if !package.isEmpty { file.text(2, package) }
            file.text(12, "proto3")
            parts(&file)
        }.bytes
    }

    /// A field of a message.
    mutating func field(_ name: String, _ number: UInt64, kind: UInt64, label: UInt64 = 1, type: String? = nil) {
        message(2) { field in
            field.text(1, name)
            field.number(3, number)
            field.number(4, label)
            field.number(5, kind)
            if let type { field.text(6, type) }
        }
    }
}
