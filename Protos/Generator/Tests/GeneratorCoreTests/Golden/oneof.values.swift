// Generated from oneof.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// The enum `Level`.
public enum Level: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// HIGH
    case high
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .high,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .high
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .high: 1
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .high: "HIGH"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// The message `shapes.v1.Choice`.
public struct Choice: Sendable, Hashable {
    /// Field 1 of the contract, `before`.
    public var before: String = ""
    /// One way to choose.
    public var chosenWay: ChosenWay? = nil
    /// Field 8 of the contract, `after`.
    public var after: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(before: String = "", chosenWay: ChosenWay? = nil, after: String = "") {
        self.before = before
        self.chosenWay = chosenWay
        self.after = after
    }

    /// What ``Choice/chosenWay`` may be.
    public enum ChosenWay: Sendable, Hashable {
        /// By name.
        case name(String)
        /// Field 3 of the contract, `option`.
        case option(Option)
        /// Field 4 of the contract, `default`.
        case `default`(Bool)
        /// Field 5 of the contract, `raw`.
        case raw([UInt8])
        /// Field 6 of the contract, `level`.
        case level(Level)
        /// Field 7 of the contract, `account_id`.
        case accountID(Int64)
    }
}

/// The message `shapes.v1.Option`.
public struct Option: Sendable, Hashable {
    /// Field 1 of the contract, `id`.
    public var id: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(id: String = "") {
        self.id = id
    }
}
