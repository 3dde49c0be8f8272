// Generated from methods.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// The message `shapes.v1.Ask`.
public struct Ask: Sendable, Hashable {
    /// Field 1 of the contract, `id`.
    public var id: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(id: String = "") {
        self.id = id
    }
}

/// The message `shapes.v1.Answer`.
public struct Answer: Sendable, Hashable {
    /// Field 1 of the contract, `name`.
    public var name: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(name: String = "") {
        self.name = name
    }
}
