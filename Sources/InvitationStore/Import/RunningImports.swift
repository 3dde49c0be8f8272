internal import Invitations
internal import Synchronization

/// The schools whose import runs in this process: one at a time each, different schools side by side.
final class RunningImports: Sendable {
    private let schools = Mutex<Set<SchoolID>>([])

    /// Throws `IMPORT_IN_PROGRESS`.
    func enter(_ school: SchoolID) throws(InvitationError) {
        guard schools.withLock({ $0.insert(school).inserted }) else {
            throw InvitationError(.importInProgress, "Another import of this school is running. Try again when it has ended.")
        }
    }

    func leave(_ school: SchoolID) {
        schools.withLock { _ = $0.remove(school) }
    }

    /// What each may take of something that all share.
    func share(of whole: Int) -> Int { schools.withLock { whole / max(1, $0.count) } }
}
