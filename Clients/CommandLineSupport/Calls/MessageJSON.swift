public import ProtobufJSON
public import ProtobufRuntime

/// Messages as the JSON that `--json` prints.
public enum MessageJSON {
    /// What the server sent is as large as it is: the wire's own limits have held it.
    static let mapping = JSONMapping(limits: JSONLimits(bytesMax: .max, valuesMax: .max))

    /// The message by the protobuf JSON mapping.
    public static func value(_ message: some ProtobufMessage) throws -> JSONValue {
        try mapping.value(fromWire: message.encodedBytes(), as: JSONMessageType(type(of: message).descriptor))
    }

    /// The message as indented text that ends with a line break.
    public static func text(_ message: some ProtobufMessage) throws -> String { try value(message).text(.pretty) + "\n" }
}
