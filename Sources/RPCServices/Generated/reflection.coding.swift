// Generated from grpc/reflection/v1/reflection.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import CProtobufC
public import ProtobufRuntime
internal import RPCServiceMessages

extension ServerReflectionRequest: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ServerReflectionRequest"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__server_reflection_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ServerReflectionRequest.self)
        self.host = CField.text(c.pointee.host)
        switch c.pointee.message_request_case.rawValue {
        case 3: self.messageRequest = .fileByFilename(CField.text(c.pointee.file_by_filename))
        case 4: self.messageRequest = .fileContainingSymbol(CField.text(c.pointee.file_containing_symbol))
        case 5:
            self.messageRequest = CField.message(c.pointee.file_containing_extension, as: ExtensionRequest.self).map {
                .fileContainingExtension($0)
            }
        case 6: self.messageRequest = .allExtensionNumbersOfType(CField.text(c.pointee.all_extension_numbers_of_type))
        case 7: self.messageRequest = .listServices(CField.text(c.pointee.list_services))
        default: self.messageRequest = nil
        }
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ServerReflectionRequest.self, grpc__reflection__v1__server_reflection_request__init)
        if !self.host.isEmpty {
            c.pointee.host = arena.text(self.host, field: "host")
        }
        switch self.messageRequest {
        case .fileByFilename(let value):
            c.pointee.message_request_case = .init(rawValue: 3)
            c.pointee.file_by_filename = arena.text(value, field: "file_by_filename")
        case .fileContainingSymbol(let value):
            c.pointee.message_request_case = .init(rawValue: 4)
            c.pointee.file_containing_symbol = arena.text(value, field: "file_containing_symbol")
        case .fileContainingExtension(let value):
            c.pointee.message_request_case = .init(rawValue: 5)
            c.pointee.file_containing_extension = arena.message(value, as: Grpc__Reflection__V1__ExtensionRequest.self)
        case .allExtensionNumbersOfType(let value):
            c.pointee.message_request_case = .init(rawValue: 6)
            c.pointee.all_extension_numbers_of_type = arena.text(value, field: "all_extension_numbers_of_type")
        case .listServices(let value):
            c.pointee.message_request_case = .init(rawValue: 7)
            c.pointee.list_services = arena.text(value, field: "list_services")
        case nil: break
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ExtensionRequest: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ExtensionRequest"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__extension_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ExtensionRequest.self)
        self.containingType = CField.text(c.pointee.containing_type)
        self.extensionNumber = c.pointee.extension_number
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ExtensionRequest.self, grpc__reflection__v1__extension_request__init)
        if !self.containingType.isEmpty {
            c.pointee.containing_type = arena.text(self.containingType, field: "containing_type")
        }
        if self.extensionNumber != 0 {
            c.pointee.extension_number = self.extensionNumber
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ServerReflectionResponse: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ServerReflectionResponse"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__server_reflection_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ServerReflectionResponse.self)
        self.validHost = CField.text(c.pointee.valid_host)
        self.originalRequest = CField.message(c.pointee.original_request, as: ServerReflectionRequest.self)
        switch c.pointee.message_response_case.rawValue {
        case 4:
            self.messageResponse = CField.message(c.pointee.file_descriptor_response, as: FileDescriptorResponse.self).map {
                .fileDescriptorResponse($0)
            }
        case 5:
            self.messageResponse = CField.message(c.pointee.all_extension_numbers_response, as: ExtensionNumberResponse.self).map {
                .allExtensionNumbersResponse($0)
            }
        case 6:
            self.messageResponse = CField.message(c.pointee.list_services_response, as: ListServiceResponse.self).map {
                .listServicesResponse($0)
            }
        case 7: self.messageResponse = CField.message(c.pointee.error_response, as: ErrorResponse.self).map { .errorResponse($0) }
        default: self.messageResponse = nil
        }
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ServerReflectionResponse.self, grpc__reflection__v1__server_reflection_response__init)
        if !self.validHost.isEmpty {
            c.pointee.valid_host = arena.text(self.validHost, field: "valid_host")
        }
        if let value = self.originalRequest {
            c.pointee.original_request = arena.message(value, as: Grpc__Reflection__V1__ServerReflectionRequest.self)
        }
        switch self.messageResponse {
        case .fileDescriptorResponse(let value):
            c.pointee.message_response_case = .init(rawValue: 4)
            c.pointee.file_descriptor_response = arena.message(value, as: Grpc__Reflection__V1__FileDescriptorResponse.self)
        case .allExtensionNumbersResponse(let value):
            c.pointee.message_response_case = .init(rawValue: 5)
            c.pointee.all_extension_numbers_response = arena.message(value, as: Grpc__Reflection__V1__ExtensionNumberResponse.self)
        case .listServicesResponse(let value):
            c.pointee.message_response_case = .init(rawValue: 6)
            c.pointee.list_services_response = arena.message(value, as: Grpc__Reflection__V1__ListServiceResponse.self)
        case .errorResponse(let value):
            c.pointee.message_response_case = .init(rawValue: 7)
            c.pointee.error_response = arena.message(value, as: Grpc__Reflection__V1__ErrorResponse.self)
        case nil: break
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension FileDescriptorResponse: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.FileDescriptorResponse"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__file_descriptor_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__FileDescriptorResponse.self)
        self.fileDescriptorProto = CField.scalars(c.pointee.file_descriptor_proto, count: c.pointee.n_file_descriptor_proto).map {
            CField.bytes($0.data, count: $0.len)
        }
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__FileDescriptorResponse.self, grpc__reflection__v1__file_descriptor_response__init)
        if !self.fileDescriptorProto.isEmpty {
            c.pointee.n_file_descriptor_proto = self.fileDescriptorProto.count
            c.pointee.file_descriptor_proto = arena.scalars(
                self.fileDescriptorProto.map { ProtobufCBinaryData(len: $0.count, data: arena.bytes($0)) })
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ExtensionNumberResponse: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ExtensionNumberResponse"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__extension_number_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ExtensionNumberResponse.self)
        self.baseTypeName = CField.text(c.pointee.base_type_name)
        self.extensionNumber = CField.scalars(c.pointee.extension_number, count: c.pointee.n_extension_number)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ExtensionNumberResponse.self, grpc__reflection__v1__extension_number_response__init)
        if !self.baseTypeName.isEmpty {
            c.pointee.base_type_name = arena.text(self.baseTypeName, field: "base_type_name")
        }
        if !self.extensionNumber.isEmpty {
            c.pointee.n_extension_number = self.extensionNumber.count
            c.pointee.extension_number = arena.scalars(self.extensionNumber)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ListServiceResponse: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ListServiceResponse"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__list_service_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ListServiceResponse.self)
        self.service = CField.messages(c.pointee.service, count: c.pointee.n_service, as: ServiceResponse.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ListServiceResponse.self, grpc__reflection__v1__list_service_response__init)
        if !self.service.isEmpty {
            c.pointee.n_service = self.service.count
            c.pointee.service = arena.messages(self.service, as: Grpc__Reflection__V1__ServiceResponse.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ServiceResponse: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ServiceResponse"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__service_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ServiceResponse.self)
        self.name = CField.text(c.pointee.name)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ServiceResponse.self, grpc__reflection__v1__service_response__init)
        if !self.name.isEmpty {
            c.pointee.name = arena.text(self.name, field: "name")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ErrorResponse: ProtobufMessage {
    public static let fullName = "grpc.reflection.v1.ErrorResponse"
    public static let descriptor = MessageDescriptor(of: grpc__reflection__v1__error_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Reflection__V1__ErrorResponse.self)
        self.errorCode = c.pointee.error_code
        self.errorMessage = CField.text(c.pointee.error_message)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Reflection__V1__ErrorResponse.self, grpc__reflection__v1__error_response__init)
        if self.errorCode != 0 {
            c.pointee.error_code = self.errorCode
        }
        if !self.errorMessage.isEmpty {
            c.pointee.error_message = arena.text(self.errorMessage, field: "error_message")
        }
        return UnsafeMutableRawPointer(c)
    }
}
