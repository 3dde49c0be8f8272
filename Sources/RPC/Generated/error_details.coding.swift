// Generated from google/rpc/error_details.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

package import ProtobufRuntime
internal import RPCMessages

extension GoogleRPCErrorInfo: ProtobufMessage {
    package static let fullName = "google.rpc.ErrorInfo"
    package static let descriptor = MessageDescriptor(of: google__rpc__error_info__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Rpc__ErrorInfo.self)
        self.reason = CField.text(c.pointee.reason)
        self.domain = CField.text(c.pointee.domain)
        self.metadata = CField.entries(c.pointee.metadata, count: c.pointee.n_metadata) { entry in
            (CField.text(entry.pointee.key), CField.text(entry.pointee.value))
        }
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Rpc__ErrorInfo.self, google__rpc__error_info__init)
        if !self.reason.isEmpty {
            c.pointee.reason = arena.text(self.reason, field: "reason")
        }
        if !self.domain.isEmpty {
            c.pointee.domain = arena.text(self.domain, field: "domain")
        }
        if !self.metadata.isEmpty {
            c.pointee.n_metadata = self.metadata.count
            c.pointee.metadata = arena.entries(self.metadata) { key, value in
                let entry = arena.make(Google__Rpc__ErrorInfo__MetadataEntry.self, google__rpc__error_info__metadata_entry__init)
                entry.pointee.key = arena.text(key, field: "metadata")
                entry.pointee.value = arena.text(value, field: "metadata")
                return entry
            }
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GoogleRPCRetryInfo: ProtobufMessage {
    package static let fullName = "google.rpc.RetryInfo"
    package static let descriptor = MessageDescriptor(of: google__rpc__retry_info__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Rpc__RetryInfo.self)
        self.retryDelay = CField.message(c.pointee.retry_delay, as: ProtobufDuration.self)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Rpc__RetryInfo.self, google__rpc__retry_info__init)
        if let value = self.retryDelay {
            c.pointee.retry_delay = arena.message(value, as: Google__Protobuf__Duration.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GoogleRPCBadRequest: ProtobufMessage {
    package static let fullName = "google.rpc.BadRequest"
    package static let descriptor = MessageDescriptor(of: google__rpc__bad_request__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Rpc__BadRequest.self)
        self.fieldViolations = CField.messages(
            c.pointee.field_violations, count: c.pointee.n_field_violations, as: GoogleRPCBadRequest.FieldViolation.self)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Rpc__BadRequest.self, google__rpc__bad_request__init)
        if !self.fieldViolations.isEmpty {
            c.pointee.n_field_violations = self.fieldViolations.count
            c.pointee.field_violations = arena.messages(self.fieldViolations, as: Google__Rpc__BadRequest__FieldViolation.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension GoogleRPCBadRequest.FieldViolation: ProtobufMessage {
    package static let fullName = "google.rpc.BadRequest.FieldViolation"
    package static let descriptor = MessageDescriptor(of: google__rpc__bad_request__field_violation__init)

    package init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Google__Rpc__BadRequest__FieldViolation.self)
        self.field = CField.text(c.pointee.field)
        self.description = CField.text(c.pointee.description)
    }

    package func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Google__Rpc__BadRequest__FieldViolation.self, google__rpc__bad_request__field_violation__init)
        if !self.field.isEmpty {
            c.pointee.field = arena.text(self.field, field: "field")
        }
        if !self.description.isEmpty {
            c.pointee.description = arena.text(self.description, field: "description")
        }
        return UnsafeMutableRawPointer(c)
    }
}
