// Generated from google/protobuf/duration.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

package import ProtobufRuntime
internal import RPCMessages

extension ProtobufDuration: ProtobufMessage {
    package static let fullName = "google.protobuf.Duration"
    package static let descriptor = MessageDescriptor(of: google__protobuf__duration__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Protobuf__Duration.self)
        self.seconds = c.pointee.seconds
        self.nanos = c.pointee.nanos
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Protobuf__Duration.self, google__protobuf__duration__init)
        if self.seconds != 0 {
            c.pointee.seconds = self.seconds
        }
        if self.nanos != 0 {
            c.pointee.nanos = self.nanos
        }
        return UnsafeMutableRawPointer(c)
    }
}
