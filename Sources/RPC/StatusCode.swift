/// The canonical status codes of google.rpc, as ttrpc carries them in `google.rpc.Status.code`.
///
/// A raw value rather than an enum: a peer may send a number this build does not know, and it must survive the trip.
/// Source: google/rpc/code.proto.
public struct StatusCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public var rawValue: Int32
    /// Any number, named or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The call went well.
    public static let ok = StatusCode(rawValue: 0)
    /// The caller gave up.
    public static let cancelled = StatusCode(rawValue: 1)
    /// An error from a system that has no better code.
    public static let unknown = StatusCode(rawValue: 2)
    /// The request is wrong in itself, whatever the state of the system.
    public static let invalidArgument = StatusCode(rawValue: 3)
    /// The deadline passed; the call may have been executed.
    public static let deadlineExceeded = StatusCode(rawValue: 4)
    /// Something the request names does not exist.
    public static let notFound = StatusCode(rawValue: 5)
    /// What was to be made exists already.
    public static let alreadyExists = StatusCode(rawValue: 6)
    /// The caller is known, and may not.
    public static let permissionDenied = StatusCode(rawValue: 7)
    /// A limit or a quota is used up.
    public static let resourceExhausted = StatusCode(rawValue: 8)
    /// The system is not in the state the call needs; repeating it as it is will not help.
    public static let failedPrecondition = StatusCode(rawValue: 9)
    /// A conflict with something concurrent; start over.
    public static let aborted = StatusCode(rawValue: 10)
    /// Beyond the valid range, which may grow.
    public static let outOfRange = StatusCode(rawValue: 11)
    /// The server does not offer this.
    public static let unimplemented = StatusCode(rawValue: 12)
    /// An invariant of the server is broken.
    public static let `internal` = StatusCode(rawValue: 13)
    /// The server cannot be reached or cannot serve now; try again later.
    public static let unavailable = StatusCode(rawValue: 14)
    /// Data is lost or corrupt beyond repair.
    public static let dataLoss = StatusCode(rawValue: 15)
    /// Who calls is not known.
    public static let unauthenticated = StatusCode(rawValue: 16)

    /// `INVALID_ARGUMENT` and so on; the number for a code without a name.
    public var description: String {
        let names = [
            "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
            "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
            "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
        ]
        return names.indices.contains(Int(rawValue)) ? names[Int(rawValue)] : "CODE_\(rawValue)"
    }
}
