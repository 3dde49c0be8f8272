// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// Whose mail to release.
public struct ReleaseRequest: Sendable, Hashable {
    /// Field 1 of the contract, `school_id`.
    public var schoolID: String = ""

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(schoolID: String = "") {
        self.schoolID = schoolID
    }
}

/// How many emails may go now. Those of a paused school are held again until it goes on.
public struct ReleaseResponse: Sendable, Hashable {
    /// Field 1 of the contract, `mails`.
    public var mails: Int64 = 0

    /// The message with every field at its default.
    public init() {}

    /// The message with the fields given, and all others at their default.
    public init(mails: Int64 = 0) {
        self.mails = mails
    }
}
