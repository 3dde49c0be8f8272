/// A protobuf enum as a Swift enum. Its cases drop the enum's name: `.queued` for `OUTCOME_QUEUED`.
///
/// proto3 enums are open: a newer peer may send a number this build does not know. It is kept as `.unrecognized` and
/// encodes as it came; a handler that cannot act on it refuses it as INVALID_ARGUMENT.
public protocol ProtobufEnum: RawRepresentable, CaseIterable, Sendable, Hashable, CustomStringConvertible where RawValue == Int32 {
    /// Never fails: a number without a case becomes `.unrecognized`.
    init(rawValue: Int32)

    /// `QUEUED`; the number for a value without a name.
    var name: String { get }
}

extension ProtobufEnum {
    /// The known value that people call so: `QUEUED`. nil for any other text.
    public init?(name: String) {
        guard let value = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = value
    }

    /// Whether this build knows the number.
    public var isRecognized: Bool { Self.allCases.contains(self) }

    /// The value's ``name``.
    public var description: String { name }
}
