internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// First stage: protoc's descriptors to a ``Schema``, refusing what protobuf-c or the house's rules do not allow.
enum SchemaParser {
    static func parse(_ file: FileDescriptor) throws(GeneratorError) -> Schema {
        guard file.edition == .proto3 else { throw GeneratorError("\(file.name): only proto3 is supported") }
        for message in file.messages { try SchemaRules.check(message) }
        for enumeration in allEnums(of: file) { try SchemaRules.check(enumeration) }
        return Schema(
            path: file.name,
            enums: file.enums.map(parse),
            messages: try file.messages.map(parse),
            services: file.services.map(parse),
            types: references(from: file))
    }

    private static func parse(_ message: Descriptor) throws(GeneratorError) -> Schema.Message {
        var members: [Schema.Message.Member] = []
        var seenOneofs: Set<Int> = []
        for field in message.fields {
            guard let oneof = field.containingOneof else {
                members.append(.field(try parse(field)))
                continue
            }
            guard seenOneofs.insert(oneof.index).inserted else { continue }
            members.append(.oneof(Schema.Oneof(name: oneof.name, docs: docs(of: oneof), fields: try oneof.fields.map(parse))))
        }
        return Schema.Message(
            fullName: message.fullName,
            docs: docs(of: message),
            members: members,
            enums: message.enums.map(parse),
            messages: try message.messages.filter { !$0.options.mapEntry }.map(parse))
    }

    private static func parse(_ field: FieldDescriptor) throws(GeneratorError) -> Schema.Field {
        let type: Schema.FieldType
        if field.isMap, let (key, value) = field.messageType.mapKeyAndValue {
            guard key.type == .string else { throw GeneratorError("\(field.fullName): only a map with string keys is supported") }
            type = .map(value: try valueType(of: value), entry: field.messageType.fullName)
        } else {
            let value = try valueType(of: field)
            type = field.isRepeated ? .repeated(value) : .single(value)
        }
        return Schema.Field(name: field.name, number: field.number, type: type, docs: docs(of: field))
    }

    private static func valueType(of field: FieldDescriptor) throws(GeneratorError) -> Schema.ValueType {
        switch field.type {
        case .int32, .sint32, .sfixed32: .int32
        case .int64, .sint64, .sfixed64: .int64
        case .uint32, .fixed32: .uint32
        case .uint64, .fixed64: .uint64
        case .float: .float
        case .double: .double
        case .bool: .bool
        case .string: .text
        case .bytes: .bytes
        case .enum: .enumeration(field.enumType.fullName)
        case .message: .message(field.messageType.fullName)
        case .group: throw GeneratorError("\(field.fullName): groups are not supported")
        }
    }

    private static func parse(_ enumeration: EnumDescriptor) -> Schema.Enum {
        Schema.Enum(
            fullName: enumeration.fullName, name: enumeration.name, docs: docs(of: enumeration),
            values: enumeration.values.map { Schema.Enum.Value(name: $0.name, number: $0.number, docs: docs(of: $0)) })
    }

    private static func parse(_ service: ServiceDescriptor) -> Schema.Service {
        Schema.Service(
            fullName: service.fullName, name: service.name, docs: docs(of: service), methods: service.methods.map(parse))
    }

    private static func parse(_ method: MethodDescriptor) -> Schema.Method {
        let kind: Schema.Method.Kind =
            switch (method.clientStreaming, method.serverStreaming) {
            case (false, false): .unary
            case (true, false): .clientStreaming
            case (false, true): .serverStreaming
            case (true, true): .bidirectional
            }
        return Schema.Method(
            name: method.name, docs: docs(of: method),
            request: method.inputType.fullName, response: method.outputType.fullName, kind: kind,
            hasNoSideEffects: method.options.idempotencyLevel == .noSideEffects,
            isOnLoop: method.options.getExtensionValue(ext: onLoopOption) ?? false)
    }

    /// The comment before a declaration, then the one behind it, line by line.
    private static func docs(of item: some ProvidesSourceCodeLocation) -> [String] {
        guard let location = item.sourceCodeInfoLocation else { return [] }
        return [location.leadingComments, location.trailingComments].flatMap { comment in
            comment.split(separator: "\n", omittingEmptySubsequences: false)
                .map { line in String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
                .trimmingEmptyEnds()
        }
    }

    private static func allEnums(of file: FileDescriptor) -> [EnumDescriptor] {
        func nested(_ message: Descriptor) -> [EnumDescriptor] { message.enums + message.messages.flatMap(nested) }
        return file.enums + file.messages.flatMap(nested)
    }
}

extension [String] {
    fileprivate func trimmingEmptyEnds() -> [String] {
        Array(drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed())
    }
}
