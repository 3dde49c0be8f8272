// Generated from repeated.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime

/// The enum `Colour`.
public enum Colour: ProtobufEnum {
    /// UNSPECIFIED
    case unspecified
    /// RED
    case red
    /// A number this build does not know.
    case unrecognized(Int32)

    /// The known values, in the contract's order.
    public static let allCases: [Self] = [
        .unspecified,
        .red,
    ]

    /// The value with a number of the contract.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .red
        default: self = .unrecognized(rawValue)
        }
    }

    /// The contract's number.
    public var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .red: 1
        case .unrecognized(let number): number
        }
    }

    /// The contract's name without the enum's; the number for a value without one.
    public var name: String {
        switch self {
        case .unspecified: "UNSPECIFIED"
        case .red: "RED"
        case .unrecognized(let number): "\(number)"
        }
    }
}

/// The message `shapes.v1.Repeated`.
public struct Repeated: Sendable, Hashable {
    /// Field 1 of the contract, `contact_ids`.
    public var contactIDs: [String] = []
    /// Field 2 of the contract, `numbers`.
    public var numbers: [Int64] = []
    /// Field 3 of the contract, `flags`.
    public var flags: [Bool] = []
    /// Field 4 of the contract, `payloads`.
    public var payloads: [[UInt8]] = []
    /// Field 5 of the contract, `elements`.
    public var elements: [Element] = []
    /// Field 6 of the contract, `colours`.
    public var colours: [Colour] = []
    /// Field 7 of the contract, `labels`.
    public var labels: [String: String] = [:]

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        contactIDs: [String] = [],
        numbers: [Int64] = [],
        flags: [Bool] = [],
        payloads: [[UInt8]] = [],
        elements: [Element] = [],
        colours: [Colour] = [],
        labels: [String: String] = [:]
    ) {
        self.contactIDs = contactIDs
        self.numbers = numbers
        self.flags = flags
        self.payloads = payloads
        self.elements = elements
        self.colours = colours
        self.labels = labels
    }
}

/// The message `shapes.v1.Element`.
public struct Element: Sendable, Hashable {
    /// Field 1 of the contract, `url`.
    public var url: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(url: String = "") {
        self.url = url
    }
}
