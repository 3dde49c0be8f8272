internal import CProtobufC
internal import ProtobufRuntime
internal import ProtobufSchema

/// The shapes of the messages met in one conversion, each worked out once. Lives as long as the conversion.
final class Shapes {
    private let messagesInAny: [String: JSONMessageType]
    private var known: [JSONMessageType.Source: MessageShape] = [:]

    init(messagesInAny: [String: JSONMessageType]) { self.messagesInAny = messagesInAny }

    func shape(of message: JSONMessageType) -> MessageShape {
        if let shape = known[message.source] { return shape }
        let shape =
            switch message.source {
            case .compiled(let pointer): MessageShape(pointer.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
            case .schema(let message): MessageShape(message)
            }
        known[message.source] = shape
        return shape
    }

    /// The message that an Any's `type.googleapis.com/google.rpc.ErrorInfo` names.
    func shape(forTypeURL url: String) throws(JSONError) -> MessageShape {
        guard let slash = url.lastIndex(of: "/"), let message = messagesInAny[String(url[url.index(after: slash)...])] else {
            throw JSONError(.unsupportedType, "this type is not known here").inside(key: "@type")
        }
        return shape(of: message)
    }
}

/// One message type, as far as JSON needs to know it.
final class MessageShape {
    let fullName: String
    /// By number.
    let fields: [FieldShape]
    /// Positions in ``fields`` by lowerCamelCase and by the contract's spelling.
    let positionsByName: [String: Int]
    let positionsByNumber: [UInt32: Int]
    let special: WellKnownType?

    init(fullName: String, fields: [FieldShape], special: WellKnownType?) {
        self.fullName = fullName
        self.fields = fields
        let names = fields.enumerated().flatMap { [($1.jsonName, $0), ($1.name, $0)] }
        positionsByName = Dictionary(names, uniquingKeysWith: { first, _ in first })
        positionsByNumber = Dictionary(fields.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        self.special = special
    }

    convenience init(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) {
        let name = String(cString: descriptor.pointee.name)
        let fields = UnsafeBufferPointer(start: descriptor.pointee.fields, count: Int(descriptor.pointee.n_fields)).map {
            FieldShape($0, messageName: name)
        }
        self.init(fullName: name, fields: fields, special: WellKnownType(fullName: name))
    }
}

/// One field of a message.
struct FieldShape {
    let name: String
    let jsonName: String
    let number: UInt32
    let type: FieldType
    let isRepeated: Bool
    /// A repeated field that is written as one length-prefixed run.
    let isPacked: Bool
    /// Whether being absent differs from being at the default.
    let hasPresence: Bool
    /// Which oneof of its message it belongs to.
    let oneof: UInt32?
    /// A `map<…>`: repeated messages of a key and a value on the wire, an object in JSON.
    let isMap: Bool

    init(_ field: ProtobufCFieldDescriptor, messageName: String) {
        name = String(cString: field.name)
        jsonName = SchemaReader.lowerCamelCase(name)
        number = field.id
        type = FieldType(field)
        isRepeated = field.label == PROTOBUF_C_LABEL_REPEATED
        isPacked = field.flags & UInt32(PROTOBUF_C_FIELD_FLAG_PACKED.rawValue) != 0
        let isInOneof = field.flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0
        oneof = isInOneof ? field.quantifier_offset : nil
        hasPresence = isInOneof || field.type == PROTOBUF_C_TYPE_MESSAGE || field.label != PROTOBUF_C_LABEL_NONE
        isMap = isRepeated && Self.isMapEntry(type, ofField: name, messageName: messageName)
    }

    /// The same field as an element of itself.
    var isPackable: Bool {
        switch type {
        case .string, .bytes, .message: false
        default: true
        }
    }

    /// protobuf-c does not keep the option that marks a map's entry, so the entry is known by how protoc makes it: a nested
    /// message called after the field, of a key and a value.
    private static func isMapEntry(_ type: FieldType, ofField name: String, messageName: String) -> Bool {
        guard case .message(let message) = type, case .compiled(let pointer) = message.source else { return false }
        let entry = pointer.assumingMemoryBound(to: ProtobufCMessageDescriptor.self).pointee
        let camelCase = SchemaReader.lowerCamelCase("_\(name)")
        guard entry.n_fields == 2, String(cString: entry.name) == "\(messageName).\(camelCase)Entry" else { return false }
        return entry.fields[0].id == 1 && String(cString: entry.fields[0].name) == "key"
            && entry.fields[1].id == 2 && String(cString: entry.fields[1].name) == "value"
    }
}

/// What a field holds, and how the wire writes it.
enum FieldType {
    case int32, sint32, sfixed32, uint32, fixed32
    case int64, sint64, sfixed64, uint64, fixed64
    case float, double, bool, string, bytes
    case enumeration(EnumShape)
    case message(JSONMessageType)

    init(_ field: ProtobufCFieldDescriptor) {
        switch field.type {
        case PROTOBUF_C_TYPE_INT32: self = .int32
        case PROTOBUF_C_TYPE_SINT32: self = .sint32
        case PROTOBUF_C_TYPE_SFIXED32: self = .sfixed32
        case PROTOBUF_C_TYPE_UINT32: self = .uint32
        case PROTOBUF_C_TYPE_FIXED32: self = .fixed32
        case PROTOBUF_C_TYPE_INT64: self = .int64
        case PROTOBUF_C_TYPE_SINT64: self = .sint64
        case PROTOBUF_C_TYPE_SFIXED64: self = .sfixed64
        case PROTOBUF_C_TYPE_UINT64: self = .uint64
        case PROTOBUF_C_TYPE_FIXED64: self = .fixed64
        case PROTOBUF_C_TYPE_FLOAT: self = .float
        case PROTOBUF_C_TYPE_DOUBLE: self = .double
        case PROTOBUF_C_TYPE_BOOL: self = .bool
        case PROTOBUF_C_TYPE_STRING: self = .string
        case PROTOBUF_C_TYPE_BYTES: self = .bytes
        // protoc-c sets the type's descriptor for exactly these two.
        case PROTOBUF_C_TYPE_ENUM: self = .enumeration(EnumShape(field.descriptor.unsafelyUnwrapped))
        default: self = .message(JSONMessageType(MessageDescriptor(unsafePointer: field.descriptor.unsafelyUnwrapped)))
        }
    }

    var wireType: WireType {
        switch self {
        case .int32, .sint32, .uint32, .int64, .sint64, .uint64, .bool, .enumeration: .varint
        case .sfixed32, .fixed32, .float: .bits32
        case .sfixed64, .fixed64, .double: .bits64
        case .string, .bytes, .message: .lengthPrefixed
        }
    }
}

/// The names and numbers of one enum.
struct EnumShape {
    /// The first name of each number.
    private let names: [Int32: String]
    /// The number of each name, aliases included.
    private let numbers: [String: Int32]

    init(_ pointer: UnsafeRawPointer) {
        let descriptor = pointer.assumingMemoryBound(to: ProtobufCEnumDescriptor.self).pointee
        let values = UnsafeBufferPointer(start: descriptor.values, count: Int(descriptor.n_values))
        let byName = UnsafeBufferPointer(start: descriptor.values_by_name, count: Int(descriptor.n_value_names))
        names = Dictionary(values.map { ($0.value, String(cString: $0.name)) }, uniquingKeysWith: { first, _ in first })
        numbers = Dictionary(
            byName.map { (String(cString: $0.name), values[Int($0.index)].value) }, uniquingKeysWith: { first, _ in first })
    }

    init(_ enumeration: SchemaFile.Enum) {
        names = Dictionary(enumeration.values.map { ($0.number, $0.name) }, uniquingKeysWith: { first, _ in first })
        numbers = Dictionary(enumeration.values.map { ($0.name, $0.number) }, uniquingKeysWith: { first, _ in first })
    }

    /// The name of a number; nil for a number this build does not know.
    func name(of number: Int32) -> String? { names[number] }

    /// The number of a name, aliases included.
    func number(of name: String) -> Int32? { numbers[name] }

    /// What a proto3 enum starts at.
    var firstName: JSONValue { name(of: 0).map { .string($0) } ?? .number(0) }
}
