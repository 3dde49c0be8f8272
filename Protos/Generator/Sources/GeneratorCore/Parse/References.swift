internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

extension SchemaParser {
    /// Every message and enum in the file and in all it imports, by full name.
    static func references(from file: FileDescriptor) -> [String: Schema.TypeReference] {
        var types: [String: Schema.TypeReference] = [:]
        var seen: Set<String> = []
        func visit(_ file: FileDescriptor) {
            guard seen.insert(file.name).inserted else { return }
            func reference(_ path: [String], _ zero: String? = nil) -> Schema.TypeReference {
                Schema.TypeReference(package: file.package, path: path, prefix: file.options.swiftPrefix, zeroValue: zero)
            }
            func add(_ message: Descriptor, in outer: [String]) {
                let path = outer + [message.name]
                types[message.fullName] = reference(path)
                for nested in message.messages { add(nested, in: path) }
                for nested in message.enums { types[nested.fullName] = reference(path + [nested.name], nested.values.first?.name) }
            }
            for message in file.messages { add(message, in: []) }
            for enumeration in file.enums { types[enumeration.fullName] = reference([enumeration.name], enumeration.values.first?.name) }
            for dependency in file.dependencies { visit(dependency) }
        }
        visit(file)
        return types
    }
}
