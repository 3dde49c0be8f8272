// Generated from google/protobuf/any.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import CProtobufC
package import ProtobufRuntime
internal import RPCMessages

extension ProtobufAny: ProtobufMessage {
    package static let fullName = "google.protobuf.Any"
    package static let descriptor = MessageDescriptor(of: google__protobuf__any__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Protobuf__Any.self)
        self.typeURL = CField.text(c.pointee.type_url)
        self.value = CField.bytes(c.pointee.value.data, count: c.pointee.value.len)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Protobuf__Any.self, google__protobuf__any__init)
        if !self.typeURL.isEmpty {
            c.pointee.type_url = arena.text(self.typeURL, field: "type_url")
        }
        if !self.value.isEmpty {
            c.pointee.value.len = self.value.count
            c.pointee.value.data = arena.bytes(self.value)
        }
        return UnsafeMutableRawPointer(c)
    }
}
