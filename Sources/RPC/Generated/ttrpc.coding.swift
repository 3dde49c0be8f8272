// Generated from ttrpc/ttrpc.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import CProtobufC
package import ProtobufRuntime
internal import RPCMessages

extension TTRPCRequest: ProtobufMessage {
    package static let fullName = "ttrpc.Request"
    package static let descriptor = MessageDescriptor(of: ttrpc__request__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Ttrpc__Request.self)
        self.service = CField.text(c.pointee.service)
        self.method = CField.text(c.pointee.method)
        self.payload = CField.bytes(c.pointee.payload.data, count: c.pointee.payload.len)
        self.timeoutNano = c.pointee.timeout_nano
        self.metadata = CField.messages(c.pointee.metadata, count: c.pointee.n_metadata, as: TTRPCKeyValue.self)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Ttrpc__Request.self, ttrpc__request__init)
        if !self.service.isEmpty {
            c.pointee.service = arena.text(self.service, field: "service")
        }
        if !self.method.isEmpty {
            c.pointee.method = arena.text(self.method, field: "method")
        }
        if !self.payload.isEmpty {
            c.pointee.payload.len = self.payload.count
            c.pointee.payload.data = arena.bytes(self.payload)
        }
        if self.timeoutNano != 0 {
            c.pointee.timeout_nano = self.timeoutNano
        }
        if !self.metadata.isEmpty {
            c.pointee.n_metadata = self.metadata.count
            c.pointee.metadata = arena.messages(self.metadata, as: Ttrpc__KeyValue.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension TTRPCResponse: ProtobufMessage {
    package static let fullName = "ttrpc.Response"
    package static let descriptor = MessageDescriptor(of: ttrpc__response__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Ttrpc__Response.self)
        self.status = CField.message(c.pointee.status, as: GoogleRPCStatus.self)
        self.payload = CField.bytes(c.pointee.payload.data, count: c.pointee.payload.len)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Ttrpc__Response.self, ttrpc__response__init)
        if let value = self.status {
            c.pointee.status = arena.message(value, as: Google__Rpc__Status.self)
        }
        if !self.payload.isEmpty {
            c.pointee.payload.len = self.payload.count
            c.pointee.payload.data = arena.bytes(self.payload)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension TTRPCKeyValue: ProtobufMessage {
    package static let fullName = "ttrpc.KeyValue"
    package static let descriptor = MessageDescriptor(of: ttrpc__key_value__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Ttrpc__KeyValue.self)
        self.key = CField.text(c.pointee.key)
        self.value = CField.text(c.pointee.value)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Ttrpc__KeyValue.self, ttrpc__key_value__init)
        if !self.key.isEmpty {
            c.pointee.key = arena.text(self.key, field: "key")
        }
        if !self.value.isEmpty {
            c.pointee.value = arena.text(self.value, field: "value")
        }
        return UnsafeMutableRawPointer(c)
    }
}
