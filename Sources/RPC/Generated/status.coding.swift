// Generated from google/rpc/status.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

package import ProtobufRuntime
internal import RPCMessages

extension GoogleRPCStatus: ProtobufMessage {
    package static let fullName = "google.rpc.Status"
    package static let descriptor = MessageDescriptor(of: google__rpc__status__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Rpc__Status.self)
        self.code = c.pointee.code
        self.message = CField.text(c.pointee.message)
        self.details = CField.messages(c.pointee.details, count: c.pointee.n_details, as: ProtobufAny.self)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Rpc__Status.self, google__rpc__status__init)
        if self.code != 0 {
            c.pointee.code = self.code
        }
        if !self.message.isEmpty {
            c.pointee.message = arena.text(self.message, field: "message")
        }
        if !self.details.isEmpty {
            c.pointee.n_details = self.details.count
            c.pointee.details = arena.messages(self.details, as: Google__Protobuf__Any.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}
