/// Declarations as a .proto would have them, for people to read. Names of types are full.
public enum ProtoText {
    /// A service with its methods.
    public static func text(_ service: SchemaFile.Service) -> String {
        block("service \(service.fullName.lastName)", service.methods.flatMap(lines)).joined(separator: "\n") + "\n"
    }

    /// A method.
    public static func text(_ method: SchemaFile.Method) -> String { lines(method).joined(separator: "\n") + "\n" }

    /// A message with what is declared inside it.
    public static func text(_ message: SchemaMessage) -> String {
        lines(message.declaration, in: message.schema).joined(separator: "\n") + "\n"
    }

    /// An enum.
    public static func text(_ enumeration: SchemaFile.Enum) -> String { lines(enumeration).joined(separator: "\n") + "\n" }

    private static func lines(_ method: SchemaFile.Method) -> [String] {
        let request = (method.hasRequestStream ? "stream " : "") + method.request
        let response = (method.hasResponseStream ? "stream " : "") + method.response
        let head = "rpc \(method.name)(\(request)) returns (\(response))"
        return method.hasNoSideEffects ? block(head, ["option idempotency_level = NO_SIDE_EFFECTS;"]) : [head + ";"]
    }

    /// As deep as the reader let messages nest.
    private static func lines(_ message: SchemaFile.Message, in schema: Schema) -> [String] {
        var lines: [String] = []
        for inner in message.messages where !inner.isMapEntry { lines += Self.lines(inner, in: schema) }
        for enumeration in message.enums { lines += Self.lines(enumeration) }
        var written: Set<Int> = []
        for field in message.fields {
            guard let oneof = field.oneof, !field.isProto3Optional else {
                lines.append(line(field, in: schema))
                continue
            }
            guard written.insert(oneof).inserted else { continue }
            let members = message.fields.filter { $0.oneof == oneof && !$0.isProto3Optional }
            lines += block("oneof \(message.oneofs[oneof])", members.map { line($0, in: schema) })
        }
        return block("message \(message.fullName.lastName)", lines)
    }

    private static func lines(_ enumeration: SchemaFile.Enum) -> [String] {
        block("enum \(enumeration.fullName.lastName)", enumeration.values.map { "\($0.name) = \($0.number);" })
    }

    private static func line(_ field: SchemaFile.Field, in schema: Schema) -> String {
        if field.label == .repeated, let entry = schema.message(field.typeName)?.declaration, entry.isMapEntry {
            let types = entry.fields.sorted { $0.number < $1.number }.map(type)
            return "map<\(types.joined(separator: ", "))> \(field.name) = \(field.number);"
        }
        let label =
            switch field.label {
            case .repeated: "repeated "
            case .required: "required "
            case .optional: field.isExplicitlyOptional ? "optional " : ""
            }
        return "\(label)\(type(field)) \(field.name) = \(field.number);"
    }

    private static func type(_ field: SchemaFile.Field) -> String {
        switch field.kind {
        case .message, .enumeration: field.typeName
        case .group: "group \(field.typeName)"
        default: "\(field.kind)"
        }
    }

    private static func block(_ head: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? ["\(head) {}"] : ["\(head) {"] + lines.map { "  " + $0 } + ["}"]
    }
}

extension SchemaFile.Field {
    /// Whether the file says `optional`; a message need not.
    fileprivate var isExplicitlyOptional: Bool { isProto3Optional || (hasPresence && oneof == nil && kind != .message) }
}
