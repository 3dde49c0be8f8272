/// An opaque identifier that another system gave: the MIS, the portal, or its identity system.
///
/// 1 to 128 bytes of UTF-8 without control characters. Compared byte by byte; never parsed.
public protocol OpaqueIdentifier: Hashable, Sendable, Comparable {
    var text: String { get }
    init(unchecked text: String)
}

/// A school as the MIS feed names it.
public struct SchoolID: OpaqueIdentifier {
    public let text: String
    public init(unchecked text: String) { self.text = text }
}

/// A pupil of a school; unique within the school.
public struct PupilID: OpaqueIdentifier {
    public let text: String
    public init(unchecked text: String) { self.text = text }
}

/// A contact of a school; unique within the school. Contacts are keyed by this and never by email (R30).
public struct ContactID: OpaqueIdentifier {
    public let text: String
    public init(unchecked text: String) { self.text = text }
}

/// An account in the portal's identity system (R27).
public struct AccountID: OpaqueIdentifier {
    public let text: String
    public init(unchecked text: String) { self.text = text }
}

extension OpaqueIdentifier {
    public static var bytesMax: Int { 128 }

    /// Throws `InvitationError` with reason `INVALID_ID` and the field's name.
    public init(_ text: String, field: String) throws(InvitationError) {
        self.init(unchecked: text)
        guard isValid else {
            throw InvitationError(
                .invalidID, "\(field) must be 1 to \(Self.bytesMax) bytes of text without control characters.", ["field": field])
        }
    }

    /// Whether it keeps the form, however it was made.
    public var isValid: Bool { (1...Self.bytesMax).contains(text.utf8.count) && !hasControlCharacter(text) }

    /// Byte by byte, as the store and the portals compare: Swift's `==` of texts takes é in one scalar and in two for the same, and a
    /// caller who may speak of one school could then speak of another. Hashes stay as derived: equal bytes are equal texts.
    public static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    public static func < (one: Self, other: Self) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }
}

/// Where a store keeps a school, a pupil or a contact. Small, meaningless outside that store.
public struct SchoolKey: Hashable, Sendable {
    public let rowID: Int64
    public init(rowID: Int64) { self.rowID = rowID }
}
public struct PupilKey: Hashable, Sendable {
    public let rowID: Int64
    public init(rowID: Int64) { self.rowID = rowID }
}
public struct ContactKey: Hashable, Sendable {
    public let rowID: Int64
    public init(rowID: Int64) { self.rowID = rowID }
}
