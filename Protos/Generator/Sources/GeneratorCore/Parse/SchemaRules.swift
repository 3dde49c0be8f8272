internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// What a contract must not contain.
enum SchemaRules {
    /// Refuses recursive types (a small hostile payload would overflow the decoder's stack) and proto3 `optional` (protobuf-c 1.4.1 has none).
    static func check(_ message: Descriptor) throws(GeneratorError) {
        try check(message, within: [])
        for nested in message.messages { try check(nested) }
    }

    private static func check(_ message: Descriptor, within outer: [String]) throws(GeneratorError) {
        guard !outer.contains(message.fullName) else {
            let circle = (outer + [message.fullName]).joined(separator: " > ")
            throw GeneratorError("\(message.fullName): recursive messages are refused: \(circle)")
        }
        for field in message.fields {
            guard (field.containingOneof == nil) == (field.realContainingOneof == nil) else {
                throw GeneratorError("\(field.fullName): proto3 optional is not supported")
            }
            if field.type == .message { try check(field.messageType, within: outer + [message.fullName]) }
        }
    }

    /// Refuses aliases: a number has one name.
    static func check(_ enumeration: EnumDescriptor) throws(GeneratorError) {
        var seen: Set<Int32> = []
        for value in enumeration.values where !seen.insert(value.number).inserted {
            throw GeneratorError("\(value.fullName): enum aliases are not supported")
        }
    }
}
