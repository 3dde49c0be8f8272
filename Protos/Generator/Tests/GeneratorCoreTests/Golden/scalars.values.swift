// Generated from scalars.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// Every scalar type.
public struct Scalars: Sendable, Hashable {
    /// Signed.
    public var small: Int32 = 0
    /// Field 2 of the contract, `small_zigzag`.
    public var smallZigzag: Int32 = 0
    /// Field 3 of the contract, `small_fixed`.
    public var smallFixed: Int32 = 0
    /// Field 4 of the contract, `wide`.
    public var wide: Int64 = 0
    /// Field 5 of the contract, `wide_zigzag`.
    public var wideZigzag: Int64 = 0
    /// Field 6 of the contract, `wide_fixed`.
    public var wideFixed: Int64 = 0
    /// Unsigned.
    public var count: UInt32 = 0
    /// Field 8 of the contract, `count_fixed`.
    public var countFixed: UInt32 = 0
    /// Field 9 of the contract, `wide_count`.
    public var wideCount: UInt64 = 0
    /// Field 10 of the contract, `wide_count_fixed`.
    public var wideCountFixed: UInt64 = 0
    /// Field 11 of the contract, `ratio`.
    public var ratio: Float = 0
    /// Field 12 of the contract, `precise_ratio`.
    public var preciseRatio: Double = 0
    /// Field 13 of the contract, `is_on`.
    public var isOn: Bool = false
    /// Field 14 of the contract, `school_id`.
    public var schoolID: String = ""
    /// as it came
    public var payload: [UInt8] = []
    /// A name that is a keyword in Swift and in C.
    public var `default`: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(
        small: Int32 = 0,
        smallZigzag: Int32 = 0,
        smallFixed: Int32 = 0,
        wide: Int64 = 0,
        wideZigzag: Int64 = 0,
        wideFixed: Int64 = 0,
        count: UInt32 = 0,
        countFixed: UInt32 = 0,
        wideCount: UInt64 = 0,
        wideCountFixed: UInt64 = 0,
        ratio: Float = 0,
        preciseRatio: Double = 0,
        isOn: Bool = false,
        schoolID: String = "",
        payload: [UInt8] = [],
        `default`: String = ""
    ) {
        self.small = small
        self.smallZigzag = smallZigzag
        self.smallFixed = smallFixed
        self.wide = wide
        self.wideZigzag = wideZigzag
        self.wideFixed = wideFixed
        self.count = count
        self.countFixed = countFixed
        self.wideCount = wideCount
        self.wideCountFixed = wideCountFixed
        self.ratio = ratio
        self.preciseRatio = preciseRatio
        self.isOn = isOn
        self.schoolID = schoolID
        self.payload = payload
        self.default = `default`
    }
}
