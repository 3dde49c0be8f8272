// Generated from enums.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// What is known.
public enum TriState: ProtobufEnum {
    /// nothing was said
    case absent
    /// FALSE
    case `false`
    /// TRUE
    case `true`
    /// Without the enum's prefix, and below zero.
    case other
    /// The rest would begin with a digit.
    case triState4th
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .absent,
        .false,
        .true,
        .other,
        .triState4th,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .absent
        case 1: self = .false
        case 2: self = .true
        case -3: self = .other
        case 4: self = .triState4th
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .absent: 0
        case .false: 1
        case .true: 2
        case .other: -3
        case .triState4th: 4
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .absent: "ABSENT"
        case .false: "FALSE"
        case .true: "TRUE"
        case .other: "OTHER"
        case .triState4th: "TRI_STATE_4TH"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// The message `shapes.v1.Holder`.
public struct Holder: Sendable, Hashable {
    /// Field 1 of the contract, `state`.
    public var state: TriState = .absent

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(state: TriState = .absent) {
        self.state = state
    }
}
