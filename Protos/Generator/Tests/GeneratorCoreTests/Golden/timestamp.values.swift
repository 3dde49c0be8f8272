// Generated from timestamp.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// The message `shapes.v1.Event`.
public struct ShapeEvent: Sendable, Hashable {
    /// Field 1 of the contract, `at`.
    public var at: Timestamp? = nil
    /// Field 2 of the contract, `others`.
    public var others: [Timestamp] = []
    /// Field 3 of the contract, `detail`.
    public var detail: ProtobufAny? = nil

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(at: Timestamp? = nil, others: [Timestamp] = [], detail: ProtobufAny? = nil) {
        self.at = at
        self.others = others
        self.detail = detail
    }
}
