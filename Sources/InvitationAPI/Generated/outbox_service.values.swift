// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// Whose mail to release.
public struct ReleaseRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""
    /// although no feed was applied since the restore: court orders may be missing
    public var withoutImport: Bool = false
    /// after a restore: takes back every working link that was sent before the backup
    public var endLinks: Bool = false

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "", withoutImport: Bool = false, endLinks: Bool = false) {
        self.schoolID = schoolID
        self.withoutImport = withoutImport
        self.endLinks = endLinks
    }
}

/// What was released. Emails of a paused school are held again until it goes on.
public struct ReleaseResponse: Sendable, Hashable {
    /// how many may go now
    public var mails: Int64 = 0
    /// Field 2 of the contract, `links_ended`.
    public var linksEnded: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(mails: Int64 = 0, linksEnded: Int64 = 0) {
        self.mails = mails
        self.linksEnded = linksEnded
    }
}
