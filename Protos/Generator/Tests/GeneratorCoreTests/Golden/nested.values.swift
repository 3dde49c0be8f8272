// Generated from nested.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// Holds others.
public struct Outer: Sendable, Hashable {
    /// Field 1 of the contract, `inner`.
    public var inner: Outer.Inner? = nil
    /// Field 2 of the contract, `empty`.
    public var empty: Empty? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(inner: Outer.Inner? = nil, empty: Empty? = nil) {
        self.inner = inner
        self.empty = empty
    }

    /// Stands inside.
    public struct Inner: Sendable, Hashable {
        /// Field 1 of the contract, `name`.
        public var name: String = ""
        /// Field 2 of the contract, `kind`.
        public var kind: Outer.Inner.Kind = .unspecified

        /// The message with every field at its default.
        public init() {}

        /// The message with the fields given, and all others at their default.
        public init(name: String = "", kind: Outer.Inner.Kind = .unspecified) {
            self.name = name
            self.kind = kind
        }

        /// The enum `Kind`.
        public enum Kind: ProtobufEnum {
            /// UNSPECIFIED
            case unspecified
            /// LARGE
            case large
            /// A number this build does not know.
            case unrecognized(Int32)

            /// The known values, in the contract's order.
            public static let allCases: [Self] = [
                .unspecified,
                .large,
            ]

            /// The value with a number of the contract.
            public init(rawValue: Int32) {
                switch rawValue {
                case 0: self = .unspecified
                case 1: self = .large
                default: self = .unrecognized(rawValue)
                }
            }

            /// The contract's number.
            public var rawValue: Int32 {
                switch self {
                case .unspecified: 0
                case .large: 1
                case .unrecognized(let number): number
                }
            }

            /// The contract's name without the enum's; the number for a value without one.
            public var name: String {
                switch self {
                case .unspecified: "UNSPECIFIED"
                case .large: "LARGE"
                case .unrecognized(let number): "\(number)"
                }
            }
        }
    }
}

/// The message `shapes.v1.Empty`.
public struct Empty: Sendable, Hashable {
    /// The message with every field at its default.
    public init() {}
}
