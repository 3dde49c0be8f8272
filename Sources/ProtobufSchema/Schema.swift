/// Files that describe each other: every type that is named is there, once.
///
/// Immutable. Types may be recursive; whoever follows them bounds the depth.
public final class Schema: Sendable {
    /// In the order they were given.
    public let files: [SchemaFile]
    private let messages: [String: SchemaFile.Message]
    private let enums: [String: SchemaFile.Enum]
    private let services: [String: SchemaFile.Service]
    private let fileNames: [String: String]

    /// - Throws: ``SchemaError``: a name is declared twice, or used and declared nowhere.
    public init(_ files: [SchemaFile]) throws(SchemaError) {
        var names = Names()
        for file in files { try names.add(file) }
        self.files = files
        messages = names.messages
        enums = names.enums
        services = names.services
        fileNames = names.files
        for message in messages.values {
            for field in message.fields where !isDeclared(field) {
                throw SchemaError(.unresolved, "nothing declares \(field.typeName), the type of \(message.fullName).\(field.name)")
            }
        }
        for service in services.values {
            for method in service.methods where messages[method.request] == nil || messages[method.response] == nil {
                throw SchemaError(.unresolved, "nothing declares the messages of \(service.fullName).\(method.name)")
            }
        }
    }

    /// The message of a full name.
    public func message(_ fullName: String) -> SchemaMessage? { messages[fullName].map { SchemaMessage(schema: self, declaration: $0) } }

    /// The enum of a full name.
    public func enumeration(_ fullName: String) -> SchemaFile.Enum? { enums[fullName] }

    /// The service of a full name.
    public func service(_ fullName: String) -> SchemaFile.Service? { services[fullName] }

    /// Every message, in no order.
    public var allMessages: [SchemaMessage] { messages.values.map { SchemaMessage(schema: self, declaration: $0) } }

    /// The name of the file that declares a service, method, message, field, oneof, enum or enum value.
    public func file(declaring fullName: String) -> String? { fileNames[fullName] }

    private func isDeclared(_ field: SchemaFile.Field) -> Bool {
        switch field.kind {
        case .message, .group: messages[field.typeName] != nil
        case .enumeration: enums[field.typeName] != nil
        default: true
        }
    }
}

/// A message of a schema.
public struct SchemaMessage: Sendable {
    /// Where the types of its fields are found.
    public let schema: Schema
    public let declaration: SchemaFile.Message
}

/// Two are equal if they are the same declaration of the same schema.
extension SchemaMessage: Hashable {
    public static func == (one: SchemaMessage, other: SchemaMessage) -> Bool {
        one.schema === other.schema && one.declaration.fullName == other.declaration.fullName
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(schema))
        hasher.combine(declaration.fullName)
    }
}

/// Every name of the files with what it stands for.
private struct Names {
    var messages: [String: SchemaFile.Message] = [:]
    var enums: [String: SchemaFile.Enum] = [:]
    var services: [String: SchemaFile.Service] = [:]
    var files: [String: String] = [:]

    mutating func add(_ file: SchemaFile) throws(SchemaError) {
        for message in file.messages { try add(message, of: file.name) }
        for enumeration in file.enums { try add(enumeration, of: file.name) }
        for service in file.services {
            try claim(service.fullName, for: file.name)
            services[service.fullName] = service
            for method in service.methods { try claim("\(service.fullName).\(method.name)", for: file.name) }
        }
    }

    /// As deep as the reader let messages nest.
    private mutating func add(_ message: SchemaFile.Message, of file: String) throws(SchemaError) {
        try claim(message.fullName, for: file)
        messages[message.fullName] = message
        for field in message.fields { try claim("\(message.fullName).\(field.name)", for: file) }
        for oneof in message.oneofs { try claim("\(message.fullName).\(oneof)", for: file) }
        for inner in message.messages { try add(inner, of: file) }
        for enumeration in message.enums { try add(enumeration, of: file) }
    }

    /// An enum's values are named beside it, not inside it.
    private mutating func add(_ enumeration: SchemaFile.Enum, of file: String) throws(SchemaError) {
        try claim(enumeration.fullName, for: file)
        enums[enumeration.fullName] = enumeration
        let scope = enumeration.fullName.dropLast(enumeration.fullName.lastName.count)
        for value in enumeration.values { try claim("\(scope)\(value.name)", for: file) }
    }

    private mutating func claim(_ name: String, for file: String) throws(SchemaError) {
        guard files.updateValue(file, forKey: name) == nil else { throw SchemaError(.duplicate, "\(name) is declared twice") }
    }
}
