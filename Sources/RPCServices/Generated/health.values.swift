// Generated from grpc/health/v1/health.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// What is asked about.
public struct HealthCheckRequest: Sendable, Hashable {
    /// A service's full name or a condition's; empty: the server as a whole.
    public var service: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(service: String = "") {
        self.service = service
    }
}

/// How it is.
public struct HealthCheckResponse: Sendable, Hashable {
    /// Field 1 of the contract, `status`.
    public var status: HealthCheckResponse.ServingStatus = .unknown

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(status: HealthCheckResponse.ServingStatus = .unknown) {
        self.status = status
    }

    /// Whether calls make sense.
    public enum ServingStatus: ProtobufEnum {
        /// UNKNOWN
        case unknown
        /// SERVING
        case serving
        /// NOT_SERVING
        case notServing
        /// Only Watch answers this.
        case serviceUnknown
        /// A number this build does not know.
        case unrecognized(Int32)

        /// The known values, in the contract's order.
        public static let allCases: [Self] = [
            .unknown,
            .serving,
            .notServing,
            .serviceUnknown,
        ]

        /// The value with a number of the contract.
        public init(rawValue: Int32) {
            switch rawValue {
            case 0: self = .unknown
            case 1: self = .serving
            case 2: self = .notServing
            case 3: self = .serviceUnknown
            default: self = .unrecognized(rawValue)
            }
        }

        /// The contract's number.
        public var rawValue: Int32 {
            switch self {
            case .unknown: 0
            case .serving: 1
            case .notServing: 2
            case .serviceUnknown: 3
            case .unrecognized(let number): number
            }
        }

        /// The contract's name without the enum's; the number for a value without one.
        public var name: String {
            switch self {
            case .unknown: "UNKNOWN"
            case .serving: "SERVING"
            case .notServing: "NOT_SERVING"
            case .serviceUnknown: "SERVICE_UNKNOWN"
            case .unrecognized(let number): "\(number)"
            }
        }
    }
}

/// The message `grpc.health.v1.HealthListRequest`.
public struct HealthListRequest: Sendable, Hashable {
    /// The message with every field at its default.
    public init() {}
}

/// How everything is.
public struct HealthListResponse: Sendable, Hashable {
    /// By name; the server as a whole has the empty one.
    public var statuses: [String: HealthCheckResponse] = [:]

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(statuses: [String: HealthCheckResponse] = [:]) {
        self.statuses = statuses
    }
}
