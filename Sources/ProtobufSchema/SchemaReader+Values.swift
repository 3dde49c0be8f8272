/// The values of descriptor.proto's fields, and the words in them.
extension SchemaReader {
    static func malformed(_ name: String) -> SchemaError { SchemaError(.malformed, "the declaration of \(name) makes no sense") }

    /// Every field of a message, in the order of the bytes. As many as the bytes can hold: at most half of them.
    func fields(of bytes: ArraySlice<UInt8>) throws(SchemaError) -> [(number: UInt32, value: WireValue)] {
        var reader = WireReader(bytes)
        var fields: [(number: UInt32, value: WireValue)] = []
        do {
            while !reader.isAtEnd { fields.append(try reader.field()) }
        } catch {
            throw SchemaError(.malformed, "a description is cut short or damaged")
        }
        return fields
    }

    func bytes(_ value: WireValue) throws(SchemaError) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else { throw SchemaError(.malformed, "a description has another type than it should") }
        return bytes
    }

    func bits(_ value: WireValue) throws(SchemaError) -> UInt64 {
        guard case .varint(let bits) = value else { throw SchemaError(.malformed, "a description has another type than it should") }
        return bits
    }

    func text(_ value: WireValue) throws(SchemaError) -> String {
        let bytes = try bytes(value)
        guard bytes.count <= limits.nameBytesMax else { throw SchemaError(.tooLarge, "a name has more than \(limits.nameBytesMax) bytes") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw SchemaError(.malformed, "a name is not UTF-8") }
        return text
    }

    /// Printable ASCII without quotes: a file's name.
    func path(_ value: WireValue) throws(SchemaError) -> String {
        let text = try text(value)
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }) else {
            throw SchemaError(.malformed, "a file has a name that no file has")
        }
        return text
    }

    /// Text without control characters: a name in JSON, which may be anything.
    func printable(_ value: WireValue) throws(SchemaError) -> String {
        let text = try text(value)
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
            throw SchemaError(.malformed, "a name holds control characters")
        }
        return text
    }

    /// A full name, with or without its leading dot; empty for the package of a file without one.
    func names(_ value: WireValue) throws(SchemaError) -> String {
        var text = try text(value)
        if text.first == "." { text.removeFirst() }
        if text.isEmpty { return text }
        for part in text.split(separator: ".", omittingEmptySubsequences: false) { try Self.check(part) }
        return text
    }

    /// Field 1 of every declaration.
    func name(_ fields: [(number: UInt32, value: WireValue)]) throws(SchemaError) -> String {
        var name = ""
        for case (1, let value) in fields { name = try text(value) }
        try Self.check(name)
        return name
    }

    func declared(_ fields: [(number: UInt32, value: WireValue)], in scope: String) throws(SchemaError) -> String {
        let name = try name(fields)
        guard scope.utf8.count + name.utf8.count < 2 * limits.nameBytesMax else {
            throw SchemaError(.tooLarge, "a full name has more than \(2 * limits.nameBytesMax) bytes")
        }
        return scope.isEmpty ? name : "\(scope).\(name)"
    }

    private static func check(_ name: some StringProtocol) throws(SchemaError) {
        let isName = name.utf8.allSatisfy { $0 == 0x5F || ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
        guard isName, let first = name.utf8.first, first &- 0x30 >= 10 else { throw SchemaError(.malformed, "a name is no identifier") }
    }

    /// protoc's own rule: an underscore goes, and the letter after it becomes a capital.
    package static func lowerCamelCase(_ name: String) -> String {
        var result = ""
        var capitalizesNext = false
        for character in name {
            if character == "_" {
                capitalizesNext = true
            } else {
                result += capitalizesNext ? character.uppercased() : String(character)
                capitalizesNext = false
            }
        }
        return result
    }
}

extension SchemaFile.Kind {
    var hasTypeName: Bool { self == .message || self == .enumeration || self == .group }

    /// Whether repeated ones may be written as one run.
    var isPackable: Bool {
        switch self {
        case .string, .bytes, .message, .group: false
        default: true
        }
    }

    var isMapKey: Bool {
        switch self {
        case .double, .float, .bytes, .enumeration, .message, .group: false
        default: true
        }
    }
}
