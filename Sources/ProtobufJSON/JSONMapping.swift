/// The protobuf JSON mapping, over protobuf-c's descriptors or a schema read at run time: JSON text to the wire bytes of a message, and back.
///
/// Strict where the mapping leaves room: unknown fields, duplicate keys, two members of one oneof and text that is not UTF-8
/// are refused, with the JSON path. Names go out as lowerCamelCase and come in as that or as the contract spells them. Fields
/// are written in the descriptor's order. A field's own `json_name` is not in protobuf-c's descriptors and is honoured only of a schema.
/// Source: protobuf.dev, "ProtoJSON Format".
public struct JSONMapping: Sendable {
    /// What text and bytes may ask for.
    public var limits: JSONLimits
    /// The messages that may stand in a `google.protobuf.Any`, by full name.
    private let messagesInAny: [String: JSONMessageType]

    /// - Parameter messagesInAny: the messages that may stand in a `google.protobuf.Any`, such as error details.
    public init(messagesInAny: [JSONMessageType] = [], limits: JSONLimits = JSONLimits()) {
        self.limits = limits
        self.messagesInAny = Dictionary(messagesInAny.map { ($0.fullName, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The wire bytes of the message that a JSON text stands for.
    ///
    /// - Throws: ``JSONError``, with the path of what was wrong.
    public func wireBytes(fromJSON text: [UInt8], as message: JSONMessageType) throws(JSONError) -> [UInt8] {
        try wireBytes(from: JSONValue(parsing: text, limits: limits), as: message)
    }

    /// The wire bytes of the message that a JSON text stands for.
    ///
    /// - Throws: ``JSONError``, with the path of what was wrong.
    public func wireBytes(fromJSON text: String, as message: JSONMessageType) throws(JSONError) -> [UInt8] {
        try wireBytes(fromJSON: Array(text.utf8), as: message)
    }

    /// The wire bytes of the message that a JSON value stands for.
    ///
    /// - Throws: ``JSONError``, with the path of what was wrong.
    public func wireBytes(from value: JSONValue, as message: JSONMessageType) throws(JSONError) -> [UInt8] {
        let encoder = MessageEncoder(shapes: Shapes(messagesInAny: messagesInAny), limits: limits)
        return try encoder.message(value, as: encoder.shapes.shape(of: message), depth: 1)
    }

    /// The JSON value that the wire bytes of a message stand for. Unknown fields are left out.
    ///
    /// - Throws: ``JSONError``, with the path of what was wrong.
    public func value(
        fromWire bytes: [UInt8], as message: JSONMessageType, emitsDefaults: Bool = false
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytesMax else { throw JSONError(.tooLarge, "more than \(limits.bytesMax) bytes") }
        let decoder = MessageDecoder(shapes: Shapes(messagesInAny: messagesInAny), limits: limits, emitsDefaults: emitsDefaults)
        return try decoder.message(bytes[...], as: decoder.shapes.shape(of: message), depth: 1)
    }

    /// The JSON text that the wire bytes of a message stand for.
    ///
    /// - Throws: ``JSONError``, with the path of what was wrong.
    public func json(
        fromWire bytes: [UInt8], as message: JSONMessageType, layout: JSONLayout = .compact, emitsDefaults: Bool = false
    ) throws(JSONError) -> String {
        try value(fromWire: bytes, as: message, emitsDefaults: emitsDefaults).text(layout)
    }
}
