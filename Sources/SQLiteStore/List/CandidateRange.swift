internal import Invitations

/// One index range that a part of a filter names: its entries are all that can match that part.
struct CandidateRange {
    let query: Query
    /// Whether a row is (pupil, sort); else it is a contact.
    let answersPupils: Bool
    private let value: Value

    private enum Value {
        case prefix(String)
        case text(String)
        case number(Int64)
        case none
    }

    /// One range for every word of the pupil search, each with a query of its own: they are read side by side.
    static func pupilNames(_ filter: PreparedFilter) -> [CandidateRange] {
        zip(pupilWords, filter.pupilTerms).map { CandidateRange($0, .prefix($1), answersPupils: true) }
    }

    /// The other parts of a filter, likely the rarest first; each a union of ranges.
    static func ranges(of filter: PreparedFilter, now: Instant) -> [[CandidateRange]] {
        var parts: [[CandidateRange]] = []
        for term in filter.contactTerms { parts.append([CandidateRange(contactWords, .prefix(term))]) }
        if !filter.registrationGroups.isEmpty {
            parts.append(filter.registrationGroups.map { CandidateRange(registrationGroup, .text($0), answersPupils: true) })
        }
        if !filter.deliveries.isEmpty {
            parts.append(filter.deliveries.map { CandidateRange(delivery, .number(Int64($0.rawValue))) })
        }
        if !filter.statuses.isEmpty {
            parts.append(filter.statuses.flatMap { ranges(of: $0, now: now) })
        }
        if !filter.yearGroups.isEmpty {
            parts.append(filter.yearGroups.map { CandidateRange(yearGroup, .text($0), answersPupils: true) })
        }
        return parts
    }

    private static func ranges(of status: RegistrationStatus, now: Instant) -> [CandidateRange] {
        switch status {
        case .notRegistered: [CandidateRange(standing, .number(1))]
        case .invited: [CandidateRange(withoutDeadline, .none), CandidateRange(deadlineAhead, .number(now.milliseconds))]
        case .invitationExpired: [CandidateRange(deadlineOver, .number(now.milliseconds))]
        case .registered: [CandidateRange(standing, .number(3))]
        case .suspended: [CandidateRange(barred, .none)]
        }
    }

    private init(_ query: Query, _ value: Value, answersPupils: Bool = false) {
        self.query = query
        self.value = value
        self.answersPupils = answersPupils
    }

    func bind(to statement: Statement, school: SchoolKey, epoch: Int64) {
        statement.bind(1, school.rowID)
        switch value {
        case .prefix(let prefix):
            statement.bind(2, prefix)
            // Behind every word that begins so.
            statement.bind(3, prefix + "\u{10FFFF}")
        case .text(let text):
            statement.bind(2, text)
            statement.bind(3, epoch)
        case .number(let number): statement.bind(2, number)
        case .none: break
        }
    }

    private static let pupilWords = (0..<ContactFilter.Limits.searchTermsMax).map { _ in
        Query("SELECT pupil, sort FROM pupil_word WHERE school = ?1 AND word >= ?2 AND word < ?3")
    }
    private static let contactWords = Query("SELECT contact FROM contact_word WHERE school = ?1 AND word >= ?2 AND word < ?3")
    private static let registrationGroup = Query(
        "SELECT pupil, sort FROM list_row WHERE school = ?1 AND registration_group = ?2 AND since <= ?3 AND until > ?3")
    private static let yearGroup = Query(
        "SELECT pupil, sort FROM list_row WHERE school = ?1 AND year_group = ?2 AND since <= ?3 AND until > ?3")
    private static let delivery = Query("SELECT key FROM contact WHERE school = ?1 AND delivery IS NOT NULL AND delivery = ?2")
    private static let standing = Query("SELECT key FROM contact WHERE school = ?1 AND standing = ?2")
    private static let withoutDeadline = Query("SELECT key FROM contact WHERE school = ?1 AND standing = 2 AND deadline IS NULL")
    private static let deadlineAhead = Query("SELECT key FROM contact WHERE school = ?1 AND standing = 2 AND deadline > ?2")
    private static let deadlineOver = Query("SELECT key FROM contact WHERE school = ?1 AND standing = 2 AND deadline <= ?2")
    private static let barred = Query("SELECT contact FROM contact_version WHERE school = ?1 AND barred = 1")
}
