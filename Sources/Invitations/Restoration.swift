/// How a school stands whose roster and links come from a backup, until an operator releases it (R41).
///
/// The copy knows nothing of what came after it: links that were taken back or replaced work in it, and court orders are missing (R7, R31).
public struct Restoration: Sendable, Hashable {
    /// No link of the copy was asked for later.
    public var copiedAt: Instant
    /// A feed was applied since, so that the roster and its court orders are the MIS's again.
    public var hasImported: Bool

    public init(copiedAt: Instant, hasImported: Bool) {
        self.copiedAt = copiedAt
        self.hasImported = hasImported
    }
}

extension School {
    /// Throws `RESTORED_UNRELEASED` while nobody knows which of the school's links should work (R41).
    public func requireReleased() throws(InvitationError) {
        guard restoration != nil else { return }
        throw InvitationError(
            .restoredUnreleased, "The school's invitations cannot be used at the moment. Nothing was changed: try again later.")
    }

    /// Throws `IMPORT_REQUIRED` if the school has a feed, and none was applied since the restore (R41).
    public func requireImportSinceRestore() throws(InvitationError) {
        guard let restoration, isMISLinked, !restoration.hasImported else { return }
        throw InvitationError(
            .importRequired,
            """
            The school was restored from a backup, and no feed was applied since: court orders may be missing. Import its roster first, \
            or say without_import.
            """)
    }

    /// What mail that could leave waits for all the same; nil: for nothing (R41, R42).
    public var mailHold: HoldCause? { restoration != nil ? .restored : isPaused ? .paused : nil }
}
