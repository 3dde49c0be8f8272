internal import ProtobufSchema

extension MessageShape {
    /// A message that somebody else declared: it has the form of its well-known name only if it is built like it.
    convenience init(_ message: SchemaMessage) {
        let fields = message.declaration.fields.sorted { $0.number < $1.number }
        let special = WellKnownType(fullName: message.declaration.fullName).map { $0.isBuilt(of: fields) ? $0 : .unsupported }
        self.init(
            fullName: message.declaration.fullName, fields: fields.map { FieldShape($0, of: message) },
            special: fields.contains { $0.kind == .group } ? .unsupported : special)
    }
}

extension FieldShape {
    init(_ field: SchemaFile.Field, of message: SchemaMessage) {
        name = field.name
        jsonName = field.jsonName
        number = field.number
        type = FieldType(field, in: message.schema)
        isRepeated = field.label == .repeated
        isPacked = field.isPacked
        hasPresence = field.hasPresence
        oneof = field.isProto3Optional ? nil : field.oneof.map { UInt32(truncatingIfNeeded: $0) }
        isMap = field.label == .repeated && message.schema.message(field.typeName)?.declaration.isMapEntry ?? false
    }
}

extension FieldType {
    /// A schema declares every type that its fields name; groups are refused with their message before they are looked at.
    fileprivate init(_ field: SchemaFile.Field, in schema: Schema) {
        switch field.kind {
        case .double: self = .double
        case .float: self = .float
        case .int64: self = .int64
        case .uint64: self = .uint64
        case .int32: self = .int32
        case .fixed64: self = .fixed64
        case .fixed32: self = .fixed32
        case .bool: self = .bool
        case .string: self = .string
        case .bytes: self = .bytes
        case .uint32: self = .uint32
        case .sfixed32: self = .sfixed32
        case .sfixed64: self = .sfixed64
        case .sint32: self = .sint32
        case .sint64: self = .sint64
        case .enumeration: self = schema.enumeration(field.typeName).map { .enumeration(EnumShape($0)) } ?? .int32
        case .message, .group: self = schema.message(field.typeName).map { .message(JSONMessageType($0)) } ?? .bytes
        }
    }
}

extension WellKnownType {
    /// Whether the fields, by number, are those that the type's form is made of.
    fileprivate func isBuilt(of fields: [SchemaFile.Field]) -> Bool {
        func are(_ kinds: [SchemaFile.Kind]) -> Bool {
            fields.map(\.kind) == kinds && fields.map { Int($0.number) } == Array(1...kinds.count)
                && fields.allSatisfy { $0.label == .optional && $0.oneof == nil }
        }
        return switch self {
        case .timestamp, .duration: are([.int64, .int32])
        case .any: are([.string, .bytes])
        case .wrapper:
            fields.count == 1 && fields[0].name == "value" && are([fields[0].kind]) && ![.message, .enumeration].contains(fields[0].kind)
        case .unsupported: true
        }
    }
}
