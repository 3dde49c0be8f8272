public import ProtobufRuntime
public import ProtobufSchema

/// A message type to map JSON along.
public struct JSONMessageType: Sendable {
    /// Where its shape is found.
    enum Source: Hashable {
        /// A `const ProtobufCMessageDescriptor *`, in static memory.
        case compiled(UnsafeRawPointer)
        case schema(SchemaMessage)
    }

    nonisolated(unsafe) let source: Source  // Points to constant static memory.
    /// The name in the contract: `invitation.v1.ListContactsRequest`.
    public let fullName: String

    /// A message that is compiled in.
    public init(_ message: MessageDescriptor) {
        source = .compiled(message.unsafePointer)
        fullName = message.fullName
    }

    /// A message of a schema that was read at run time, perhaps from somebody hostile: it may be recursive, and is followed no deeper than
    /// ``JSONLimits/depthMax``.
    public init(_ message: SchemaMessage) {
        source = .schema(message)
        fullName = message.declaration.fullName
    }
}
