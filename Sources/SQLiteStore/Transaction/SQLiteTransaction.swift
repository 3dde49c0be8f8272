internal import InvitationStore
public import Invitations

/// The transaction protocols on one connection: what they share. The methods stand in the extensions beside this file.
///
/// Alive only between the BEGIN (or SAVEPOINT) and the end that its owner runs around it.
final class SQLiteTransaction {
    let connection: Connection
    let now: Instant
    let encoder: ListRowEncoder
    /// nil in a write, which is never interrupted.
    let budget: ReadBudget?
    /// How many candidates a search collects and sorts before it walks the list in order instead.
    let collectMax: Int
    /// What this transaction did that the writer tells others after the commit.
    var hasQueuedMail = false
    /// The log holds what was to be forgotten (R39).
    var hasErased = false
    /// Rows found no longer true, for the writer to encode anew when it is idle.
    var staleRows: [StaleRow] = []
    /// What digests of barred addresses are salted with; no salt: the school has none.
    var lastBarredAddressSalt: (school: SchoolKey, salt: [UInt8]?)?
    /// The school asked for last, as long as it is as it was: who changes one forgets it.
    var lastSchool: School?
    /// Whose list rows are to be encoded anew before the transaction ends: one row for several changes.
    var waitingListRows: [(school: SchoolKey, contacts: [ContactKey])] = []
    /// The rows of letters' frames that this transaction asked for or made.
    var frameKeys: [[UInt8]: Int64] = [:]
    /// The writer's; nil: letters are kept whole.
    let letterFrames: LetterFrames?
    private var lastEpoch: (school: SchoolKey, epoch: Int64, isImporting: Bool)?

    init(
        _ connection: Connection, now: Instant, encoder: @escaping ListRowEncoder, budget: ReadBudget? = nil, collectMax: Int,
        letterFrames: LetterFrames? = nil
    ) {
        self.connection = connection
        self.now = now
        self.encoder = encoder
        self.budget = budget
        self.collectMax = collectMax
        self.letterFrames = letterFrames
    }

    /// The roster that is seen; 0: none yet.
    func epoch(of school: SchoolKey) throws -> Int64 { try epochRow(of: school).epoch }

    /// Whether rows of the next epoch may be there.
    func isImporting(_ school: SchoolKey) throws -> Bool { try epochRow(of: school).isImporting }

    /// The flip raised the epoch within this transaction.
    func forgetEpochs() {
        lastEpoch = nil
        lastSchool = nil
    }

    /// In a snapshot that several reads share.
    var isReader: Bool { budget != nil }

    /// For loops over statements too small for SQLite to ask the budget.
    func checkBudget() throws {
        if let budget, budget.isOver { throw StoreError.overBudget }
    }

    private func epochRow(of school: SchoolKey) throws -> (school: SchoolKey, epoch: Int64, isImporting: Bool) {
        if let lastEpoch, lastEpoch.school == school { return lastEpoch }
        return try connection.run(Self.epochQuery) { statement in
            statement.bind(1, school.rowID)
            let found = try statement.step() ? (school, statement.int64(0), statement.bool(1)) : (school, 0, false)
            lastEpoch = found
            return found
        }
    }

    func rememberEpoch(_ epoch: Int64, isImporting: Bool, of school: SchoolKey) { lastEpoch = (school, epoch, isImporting) }

    private static let epochQuery = Query("SELECT epoch, importing <> 0 FROM school WHERE key = ?1")
}

/// Makes a list row's bytes; injected, since the store does not know the wire.
public typealias ListRowEncoder = @Sendable (PupilListing) -> [UInt8]

/// A list row that a reader had to encode live.
struct StaleRow: Sendable, Hashable {
    var school: SchoolKey
    var pupil: PupilKey
}
