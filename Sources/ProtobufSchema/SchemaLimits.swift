/// What a description of a schema may ask for: it may come from anybody.
public struct SchemaLimits: Sendable, Hashable {
    /// Bytes of one FileDescriptorProto.
    public var fileBytesMax = 1 << 20
    /// Bytes of all files together.
    public var bytesMax = 16 << 20
    /// Files, imports included.
    public var filesMax = 256
    /// Messages, fields, oneofs, enums, values, services, methods and imports, of all files together.
    public var declarationsMax = 50_000
    /// Fields of one message: what reading any one value of it costs.
    public var fieldsMax = 1_000
    /// Messages declared inside each other.
    public var nestingMax = 16
    /// Bytes of a name.
    public var nameBytesMax = 255

    /// The documented defaults.
    public init() {}
}

/// Why a description of a schema cannot be used.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wrong; stable.
    public enum Reason: Sendable, Hashable {
        /// Bytes that are no FileDescriptorProto, or one that protoc would not make.
        case malformed
        /// Over a limit of ``SchemaLimits``.
        case tooLarge
        /// A newer kind of schema than this build reads.
        case unsupported
        /// Two declarations of one name.
        case duplicate
        /// A name that nothing declares.
        case unresolved
    }

    /// What was wrong; stable.
    public let reason: Reason
    /// An English sentence without its full stop. It repeats only names that have been checked.
    public let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
