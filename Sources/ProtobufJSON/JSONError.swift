/// What was wrong with a JSON text or with the bytes that were to become one, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wrong; stable.
    public enum Reason: Sendable, Hashable {
        /// Over a limit of ``JSONLimits``.
        case tooLarge, tooDeep
        /// Text that is not UTF-8.
        case notUTF8
        /// Not JSON.
        case syntax
        /// An object names one field twice, perhaps in both spellings.
        case duplicateKey
        /// The message has no field of that name.
        case unknownField
        /// JSON of another kind than the field's type takes.
        case wrongType
        /// A value that the field's type cannot hold.
        case invalidValue
        /// Two members of one oneof.
        case oneofConflict
        /// A message inside an Any, or a well-known type, that this mapping does not know.
        case unsupportedType
        /// Bytes that are not the message they were taken for.
        case malformedMessage
    }

    /// What was wrong; stable.
    public let reason: Reason
    /// An English sentence without its full stop; never repeats a value, which may be secret.
    public let message: String
    /// Where, from the top: `$.filter.statuses[2]`. For ``Reason/syntax`` the message gives line and column instead.
    public var path: String { "$" + steps.reversed().joined() }
    private var steps: [String] = []

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// `$.pageSize: a number is needed here`.
    public var description: String { "\(path): \(message)" }

    /// The same error, seen from an object around it.
    func inside(key: String) -> JSONError {
        let isPlain = key.utf8.allSatisfy { $0 == 0x5F || ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
        return inside(isPlain && !key.isEmpty && key.utf8.count <= 64 ? ".\(key)" : "[\(JSONValue.string(String(key.prefix(64))).text())]")
    }

    /// The same error, seen from an array around it.
    func inside(index: Int) -> JSONError { inside("[\(index)]") }

    private func inside(_ step: String) -> JSONError {
        var outer = self
        outer.steps.append(step)
        return outer
    }
}
