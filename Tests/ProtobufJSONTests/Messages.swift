import ProtobufJSON
import ProtobufJSONMessages
import ProtobufRuntime
import RPCMessages

/// The messages that tests are made of.
enum Messages {
    static let scalars = MessageDescriptor(of: shapes__scalars__init)
    static let lists = MessageDescriptor(of: shapes__lists__init)
    static let choice = MessageDescriptor(of: shapes__choice__init)
    static let maps = MessageDescriptor(of: shapes__maps__init)
    static let known = MessageDescriptor(of: shapes__known__init)
    static let nested = MessageDescriptor(of: shapes__nested__init)
    static let tree = MessageDescriptor(of: shapes__tree__init)
    static let status = MessageDescriptor(of: google__rpc__status__init)
    static let all = [scalars, lists, choice, maps, known, nested]

    static let mapping = JSONMapping(
        messagesInAny: [
            scalars,
            MessageDescriptor(of: google__rpc__error_info__init),
            MessageDescriptor(of: google__protobuf__duration__init),
            MessageDescriptor(of: google__protobuf__string_value__init),
        ].map { JSONMessageType($0) })

    /// The error of reading a text, as `reason path`.
    static func refusal(_ text: String, as message: MessageDescriptor, _ mapping: JSONMapping = mapping) -> String {
        do {
            let bytes = try mapping.wireBytes(fromJSON: text, as: message)
            return "taken: \(bytes)"
        } catch {
            return "\(error.reason) \(error.path)"
        }
    }

    /// The text, read and written again.
    static func roundTrip(_ text: String, as message: MessageDescriptor, emitsDefaults: Bool = false) throws -> String {
        try mapping.json(fromWire: mapping.wireBytes(fromJSON: text, as: message), as: message, emitsDefaults: emitsDefaults)
    }
}

/// The tests name compiled messages.
extension JSONMapping {
    func wireBytes(fromJSON text: String, as message: MessageDescriptor) throws(JSONError) -> [UInt8] {
        try wireBytes(fromJSON: text, as: JSONMessageType(message))
    }

    func wireBytes(fromJSON text: [UInt8], as message: MessageDescriptor) throws(JSONError) -> [UInt8] {
        try wireBytes(fromJSON: text, as: JSONMessageType(message))
    }

    func json(fromWire bytes: [UInt8], as message: MessageDescriptor, emitsDefaults: Bool = false) throws(JSONError) -> String {
        try json(fromWire: bytes, as: JSONMessageType(message), emitsDefaults: emitsDefaults)
    }
}
