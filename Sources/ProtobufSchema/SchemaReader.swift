/// Reads FileDescriptorProtos, which may come from anybody: every count, length, depth and name is bounded.
///
/// descriptor.proto is recursive, and protobuf-c would follow a hostile one as deep as the stack is. So it is read by hand, and only what
/// ``SchemaFile`` holds. One reader reads all files of a schema, for the limits are of all together.
/// Source: google/protobuf/descriptor.proto.
public struct SchemaReader {
    let limits: SchemaLimits
    private var filesLeft: Int
    private var bytesLeft: Int
    private var declarationsLeft: Int

    /// A reader that has read nothing.
    public init(limits: SchemaLimits = SchemaLimits()) {
        self.limits = limits
        filesLeft = limits.filesMax
        bytesLeft = limits.bytesMax
        declarationsLeft = limits.declarationsMax
    }

    /// The FileDescriptorProtos of a FileDescriptorSet, not yet read.
    ///
    /// - Throws: ``SchemaError``.
    public func files(ofSet bytes: [UInt8]) throws(SchemaError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        for case (1, let value) in try fields(of: bytes[...]) { files.append(Array(try self.bytes(value))) }
        return files
    }

    /// One FileDescriptorProto.
    ///
    /// - Throws: ``SchemaError``.
    public mutating func file(_ bytes: [UInt8]) throws(SchemaError) -> SchemaFile {
        guard bytes.count <= limits.fileBytesMax else { throw SchemaError(.tooLarge, "a file has more than \(limits.fileBytesMax) bytes") }
        guard filesLeft > 0 else { throw SchemaError(.tooLarge, "there are more than \(limits.filesMax) files") }
        guard bytes.count <= bytesLeft else { throw SchemaError(.tooLarge, "the files have more than \(limits.bytesMax) bytes together") }
        filesLeft -= 1
        bytesLeft -= bytes.count
        let fields = try fields(of: bytes[...])
        var file = SchemaFile()
        for case (2, let value) in fields { file.package = try names(value) }
        for case (12, let value) in fields {
            let syntax = try text(value)
            guard syntax == "proto2" || syntax == "proto3" else {
                throw SchemaError(.unsupported, "a file is of an edition newer than proto3")
            }
            file.isProto3 = syntax == "proto3"
        }
        for (number, value) in fields {
            switch number {
            case 1: file.name = try path(value)
            case 3: file.dependencies.append(try counted(path(value)))
            case 4: file.messages.append(try message(value, in: file.package, isProto3: file.isProto3, depth: 1))
            case 5: file.enums.append(try enumeration(value, in: file.package))
            case 6: file.services.append(try service(value, in: file.package))
            default: break
            }
        }
        guard !file.name.isEmpty else { throw SchemaError(.malformed, "a file has no name") }
        return file
    }

    private mutating func message(
        _ value: WireValue, in scope: String, isProto3: Bool, depth: Int
    ) throws(SchemaError) -> SchemaFile.Message {
        guard depth <= limits.nestingMax else { throw SchemaError(.tooLarge, "messages are declared more than \(limits.nestingMax) deep") }
        let parts = try fields(of: bytes(value))
        var message = SchemaFile.Message()
        message.fullName = try counted(declared(parts, in: scope))
        for (number, value) in parts {
            switch number {
            case 2:
                guard message.fields.count < limits.fieldsMax else {
                    throw SchemaError(.tooLarge, "\(message.fullName) has more than \(limits.fieldsMax) fields")
                }
                message.fields.append(try counted(field(value, isProto3: isProto3)))
            case 3: message.messages.append(try self.message(value, in: message.fullName, isProto3: isProto3, depth: depth + 1))
            case 4: message.enums.append(try enumeration(value, in: message.fullName))
            case 7: for case (7, let isMapEntry) in try fields(of: bytes(value)) { message.isMapEntry = try bits(isMapEntry) != 0 }
            case 8: message.oneofs.append(try counted(name(try fields(of: bytes(value)))))
            default: break
            }
        }
        try check(message)
        return message
    }

    /// What every use of a message relies on.
    private func check(_ message: SchemaFile.Message) throws(SchemaError) {
        guard Set(message.fields.map(\.number)).count == message.fields.count, Set(message.fields.map(\.name)).count == message.fields.count
        else { throw SchemaError(.duplicate, "two fields of \(message.fullName) have one number or one name") }
        for field in message.fields {
            guard field.oneof.map(message.oneofs.indices.contains) ?? true, field.oneof == nil || field.label == .optional else {
                throw SchemaError(.malformed, "\(message.fullName).\(field.name) is of a oneof that is not there")
            }
        }
        guard message.isMapEntry else { return }
        let numbers = message.fields.sorted { $0.number < $1.number }
        guard numbers.map(\.number) == [1, 2], numbers.map(\.name) == ["key", "value"], numbers.allSatisfy({ $0.label == .optional }),
            numbers[0].kind.isMapKey
        else { throw SchemaError(.malformed, "\(message.fullName) is no map's entry") }
    }

    private func field(_ value: WireValue, isProto3: Bool) throws(SchemaError) -> SchemaFile.Field {
        let parts = try fields(of: bytes(value))
        var field = SchemaFile.Field()
        var isPacked: Bool?
        field.name = try name(parts)
        field.jsonName = Self.lowerCamelCase(field.name)
        for (number, value) in parts {
            switch number {
            case 3:
                let number = try bits(value)
                guard (1..<(1 << 29)).contains(number) else { throw Self.malformed(field.name) }
                field.number = UInt32(number)
            case 4:
                guard let label = SchemaFile.Label(rawValue: try bits(value)) else { throw Self.malformed(field.name) }
                field.label = label
            case 5:
                guard let kind = SchemaFile.Kind(rawValue: try bits(value)) else { throw Self.malformed(field.name) }
                field.kind = kind
            case 6: field.typeName = try names(value)
            case 8: for case (2, let packed) in try fields(of: bytes(value)) { isPacked = try bits(packed) != 0 }
            case 9:
                guard let oneof = Int(exactly: try bits(value)) else { throw Self.malformed(field.name) }
                field.oneof = oneof
            case 10: field.jsonName = try printable(value)
            case 17: field.isProto3Optional = try bits(value) != 0
            default: break
            }
        }
        guard field.number > 0, field.kind.hasTypeName == !field.typeName.isEmpty else { throw Self.malformed(field.name) }
        field.hasPresence = field.label != .repeated && (!isProto3 || field.oneof != nil || field.kind == .message)
        field.isPacked = field.label == .repeated && field.kind.isPackable && isPacked ?? isProto3
        return field
    }

    private mutating func enumeration(_ value: WireValue, in scope: String) throws(SchemaError) -> SchemaFile.Enum {
        let parts = try fields(of: bytes(value))
        var enumeration = SchemaFile.Enum(fullName: try counted(declared(parts, in: scope)))
        for case (2, let value) in parts {
            let parts = try fields(of: bytes(value))
            var value = SchemaFile.Enum.Value(name: try counted(name(parts)))
            for case (2, let number) in parts { value.number = Int32(truncatingIfNeeded: try bits(number)) }
            enumeration.values.append(value)
        }
        guard !enumeration.values.isEmpty else { throw SchemaError(.malformed, "\(enumeration.fullName) has no values") }
        return enumeration
    }

    private mutating func service(_ value: WireValue, in scope: String) throws(SchemaError) -> SchemaFile.Service {
        let parts = try fields(of: bytes(value))
        var service = SchemaFile.Service(fullName: try counted(declared(parts, in: scope)))
        for case (2, let value) in parts { service.methods.append(try counted(method(value))) }
        guard Set(service.methods.map(\.name)).count == service.methods.count else {
            throw SchemaError(.duplicate, "two methods of \(service.fullName) have one name")
        }
        return service
    }

    private func method(_ value: WireValue) throws(SchemaError) -> SchemaFile.Method {
        let parts = try fields(of: bytes(value))
        var method = SchemaFile.Method(name: try name(parts))
        for (number, value) in parts {
            switch number {
            case 2: method.request = try names(value)
            case 3: method.response = try names(value)
            case 4: for case (34, let level) in try fields(of: bytes(value)) { method.hasNoSideEffects = try bits(level) == 1 }
            case 5: method.hasRequestStream = try bits(value) != 0
            case 6: method.hasResponseStream = try bits(value) != 0
            default: break
            }
        }
        return method
    }

    private mutating func counted<Declaration>(_ declaration: Declaration) throws(SchemaError) -> Declaration {
        guard declarationsLeft > 0 else { throw SchemaError(.tooLarge, "there are more than \(limits.declarationsMax) declarations") }
        declarationsLeft -= 1
        return declaration
    }
}
