internal import CProtobufC

/// protobuf-c's description of one message type: its fields, their numbers and types. Static memory, never freed.
public struct MessageDescriptor: @unchecked Sendable {  // Points to constant static memory.
    let pointer: UnsafePointer<ProtobufCMessageDescriptor>

    /// Takes a `const ProtobufCMessageDescriptor *`.
    public init(unsafePointer: UnsafeRawPointer) {
        pointer = unsafePointer.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
    }

    /// Takes the descriptor out of a struct that its generated C initializer has just filled. (Swift has no way to name the
    /// address of a C constant.)
    public init<CMessage>(of initialize: (UnsafeMutablePointer<CMessage>?) -> Void) {
        let message = UnsafeMutablePointer<CMessage>.allocate(capacity: 1)
        defer { message.deallocate() }
        initialize(message)
        self.init(unsafePointer: UnsafeRawPointer(UnsafeRawPointer(message).load(as: ProtobufCMessage.self).descriptor))
    }

    /// The `const ProtobufCMessageDescriptor *`, for code that walks descriptors.
    public var unsafePointer: UnsafeRawPointer { UnsafeRawPointer(pointer) }

    /// The name in the contract: `invitation.v1.ListContactsRequest`.
    public var fullName: String { String(cString: pointer.pointee.name) }
}
