/// A JSON value, as written: numbers keep their digits, objects their order.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number's characters, by JSON's grammar: no precision is lost before a field's type is known.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One key of an object with its value.
    public struct Member: Sendable, Equatable {
        /// The key, unescaped.
        public let key: String
        /// What it stands for.
        public let value: JSONValue

        /// A key with its value.
        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// A whole number.
    public static func number(_ number: some BinaryInteger) -> JSONValue { .number(String(number)) }

    /// The value of an object's key; nil for other values and for absent keys.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// Reads a JSON text whole.
    ///
    /// - Throws: ``JSONError``: not UTF-8, not JSON, a key twice, or over a limit.
    public init(parsing text: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard text.count <= limits.bytesMax else { throw JSONError(.tooLarge, "more than \(limits.bytesMax) bytes") }
        guard UTF8Text.isValid(text[...]) else { throw JSONError(.notUTF8, "the text is not UTF-8") }
        var reader = JSONReader(text: text, limits: limits)
        self = try reader.wholeText()
    }

    /// What kind of value this is, in words.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
