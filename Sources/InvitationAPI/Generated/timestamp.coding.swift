// Generated from google/protobuf/timestamp.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension Timestamp: ProtobufMessage {
    public static let fullName = "google.protobuf.Timestamp"
    public static let descriptor = MessageDescriptor(of: google__protobuf__timestamp__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Protobuf__Timestamp.self)
        self.seconds = c.pointee.seconds
        self.nanos = c.pointee.nanos
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Protobuf__Timestamp.self, google__protobuf__timestamp__init)
        if self.seconds != 0 {
            c.pointee.seconds = self.seconds
        }
        if self.nanos != 0 {
            c.pointee.nanos = self.nanos
        }
        return UnsafeMutableRawPointer(c)
    }
}
