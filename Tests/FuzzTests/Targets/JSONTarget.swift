import InvitationAPI
import ProtobufJSON
import ProtobufJSONMessages
import ProtobufRuntime
import RPCMessages

extension FuzzTarget {
    /// JSON text to a message and back; the first byte chooses the message.
    static let json = FuzzTarget(name: "json") { input in
        guard let first = input.first else { return }
        let text = Array(input.dropFirst())
        let limits = JSONLimits()
        guard let value = try? JSONValue(parsing: text, limits: limits) else { return }
        let written = value.text(.compact)
        try promise(try JSONValue(parsing: Array(written.utf8), limits: limits) == value, "JSON that is another value once it was written")

        let message = JSONMessages.all[Int(first) % JSONMessages.all.count]
        guard let wire = try? JSONMessages.mapping.wireBytes(from: value, as: message) else { return }
        let said = try JSONMessages.mapping.json(fromWire: wire, as: message)
        let again = try JSONMessages.mapping.wireBytes(fromJSON: said, as: message)
        try promise(
            try JSONMessages.mapping.json(fromWire: again, as: message) == said, "\(message.fullName) says another thing the second time")
    }
}

/// Messages with every kind of field, and those of the contract.
private enum JSONMessages {
    static let all: [JSONMessageType] = shapes.map { JSONMessageType($0) } + RequestMessages.all.map { JSONMessageType($0.descriptor) }

    private static let shapes = [
        MessageDescriptor(of: shapes__scalars__init), MessageDescriptor(of: shapes__lists__init),
        MessageDescriptor(of: shapes__choice__init), MessageDescriptor(of: shapes__maps__init), MessageDescriptor(of: shapes__known__init),
        MessageDescriptor(of: shapes__nested__init), MessageDescriptor(of: shapes__tree__init),
        MessageDescriptor(of: google__rpc__status__init),
    ]

    static let mapping = JSONMapping(
        messagesInAny: [
            JSONMessageType(MessageDescriptor(of: google__rpc__error_info__init)),
            JSONMessageType(MessageDescriptor(of: google__protobuf__duration__init)),
            JSONMessageType(MessageDescriptor(of: google__protobuf__string_value__init)),
        ])
}
