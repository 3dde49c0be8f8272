// Generated from grpc/reflection/v1/reflection.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// One question.
public struct ServerReflectionRequest: Sendable, Hashable {
    /// The host that was called; not looked at.
    public var host: String = ""
    /// At most one of its cases.
    public var messageRequest: MessageRequest? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(host: String = "", messageRequest: MessageRequest? = nil) {
        self.host = host
        self.messageRequest = messageRequest
    }

    /// What ``ServerReflectionRequest/messageRequest`` may be.
    public enum MessageRequest: Sendable, Hashable {
        /// The file of this name, as another file imports it.
        case fileByFilename(String)
        /// The file that declares the service, method, message, enum or field of this full name.
        case fileContainingSymbol(String)
        /// The file that declares the extension of a message.
        case fileContainingExtension(ExtensionRequest)
        /// The numbers of all extensions of a message.
        case allExtensionNumbersOfType(String)
        /// The names of all services; the text is not looked at.
        case listServices(String)
    }
}

/// An extension, by what it extends.
public struct ExtensionRequest: Sendable, Hashable {
    /// Field 1 of the contract, `containing_type`.
    public var containingType: String = ""
    /// Field 2 of the contract, `extension_number`.
    public var extensionNumber: Int32 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(containingType: String = "", extensionNumber: Int32 = 0) {
        self.containingType = containingType
        self.extensionNumber = extensionNumber
    }
}

/// One answer.
public struct ServerReflectionResponse: Sendable, Hashable {
    /// Field 1 of the contract, `valid_host`.
    public var validHost: String = ""
    /// What is answered.
    public var originalRequest: ServerReflectionRequest? = nil
    /// At most one of its cases.
    public var messageResponse: MessageResponse? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        validHost: String = "",
        originalRequest: ServerReflectionRequest? = nil,
        messageResponse: MessageResponse? = nil
    ) {
        self.validHost = validHost
        self.originalRequest = originalRequest
        self.messageResponse = messageResponse
    }

    /// What ``ServerReflectionResponse/messageResponse`` may be.
    public enum MessageResponse: Sendable, Hashable {
        /// Field 4 of the contract, `file_descriptor_response`.
        case fileDescriptorResponse(FileDescriptorResponse)
        /// Field 5 of the contract, `all_extension_numbers_response`.
        case allExtensionNumbersResponse(ExtensionNumberResponse)
        /// Field 6 of the contract, `list_services_response`.
        case listServicesResponse(ListServiceResponse)
        /// Field 7 of the contract, `error_response`.
        case errorResponse(ErrorResponse)
    }
}

/// The file that was asked for, and those it imports.
public struct FileDescriptorResponse: Sendable, Hashable {
    /// Each an encoded google.protobuf.FileDescriptorProto; the one that was asked for first.
    public var fileDescriptorProto: [[UInt8]] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(fileDescriptorProto: [[UInt8]] = []) {
        self.fileDescriptorProto = fileDescriptorProto
    }
}

/// The message `grpc.reflection.v1.ExtensionNumberResponse`.
public struct ExtensionNumberResponse: Sendable, Hashable {
    /// Field 1 of the contract, `base_type_name`.
    public var baseTypeName: String = ""
    /// Field 2 of the contract, `extension_number`.
    public var extensionNumber: [Int32] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(baseTypeName: String = "", extensionNumber: [Int32] = []) {
        self.baseTypeName = baseTypeName
        self.extensionNumber = extensionNumber
    }
}

/// The message `grpc.reflection.v1.ListServiceResponse`.
public struct ListServiceResponse: Sendable, Hashable {
    /// Field 1 of the contract, `service`.
    public var service: [ServiceResponse] = []

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(service: [ServiceResponse] = []) {
        self.service = service
    }
}

/// One service.
public struct ServiceResponse: Sendable, Hashable {
    /// Its full name.
    public var name: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(name: String = "") {
        self.name = name
    }
}

/// Why one question has no answer; the stream goes on.
public struct ErrorResponse: Sendable, Hashable {
    /// A canonical code.
    public var errorCode: Int32 = 0
    /// Field 2 of the contract, `error_message`.
    public var errorMessage: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(errorCode: Int32 = 0, errorMessage: String = "") {
        self.errorCode = errorCode
        self.errorMessage = errorMessage
    }
}
