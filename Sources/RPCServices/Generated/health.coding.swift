// Generated from grpc/health/v1/health.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime
internal import RPCServiceMessages

extension HealthCheckRequest: ProtobufMessage {
    public static let fullName = "grpc.health.v1.HealthCheckRequest"
    public static let descriptor = MessageDescriptor(of: grpc__health__v1__health_check_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Health__V1__HealthCheckRequest.self)
        self.service = CField.text(c.pointee.service)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Health__V1__HealthCheckRequest.self, grpc__health__v1__health_check_request__init)
        if !self.service.isEmpty {
            c.pointee.service = arena.text(self.service, field: "service")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension HealthCheckResponse: ProtobufMessage {
    public static let fullName = "grpc.health.v1.HealthCheckResponse"
    public static let descriptor = MessageDescriptor(of: grpc__health__v1__health_check_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Health__V1__HealthCheckResponse.self)
        self.status = HealthCheckResponse.ServingStatus(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Health__V1__HealthCheckResponse.self, grpc__health__v1__health_check_response__init)
        if self.status != .unknown {
            c.pointee.status = .init(rawValue: .init(truncatingIfNeeded: self.status.rawValue))
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension HealthListRequest: ProtobufMessage {
    public static let fullName = "grpc.health.v1.HealthListRequest"
    public static let descriptor = MessageDescriptor(of: grpc__health__v1__health_list_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Health__V1__HealthListRequest.self, grpc__health__v1__health_list_request__init)
        return UnsafeMutableRawPointer(c)
    }
}

extension HealthListResponse: ProtobufMessage {
    public static let fullName = "grpc.health.v1.HealthListResponse"
    public static let descriptor = MessageDescriptor(of: grpc__health__v1__health_list_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Grpc__Health__V1__HealthListResponse.self)
        self.statuses = CField.entries(c.pointee.statuses, count: c.pointee.n_statuses) { entry in
            (CField.text(entry.pointee.key), CField.message(entry.pointee.value, as: HealthCheckResponse.self) ?? HealthCheckResponse())
        }
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Grpc__Health__V1__HealthListResponse.self, grpc__health__v1__health_list_response__init)
        if !self.statuses.isEmpty {
            c.pointee.n_statuses = self.statuses.count
            c.pointee.statuses = arena.entries(self.statuses) { key, value in
                let entry = arena.make(
                    Grpc__Health__V1__HealthListResponse__StatusesEntry.self, grpc__health__v1__health_list_response__statuses_entry__init)
                entry.pointee.key = arena.text(key, field: "statuses")
                entry.pointee.value = arena.message(value, as: Grpc__Health__V1__HealthCheckResponse.self)
                return entry
            }
        }
        return UnsafeMutableRawPointer(c)
    }
}
