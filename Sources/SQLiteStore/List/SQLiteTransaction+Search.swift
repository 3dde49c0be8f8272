internal import InvitationStore
internal import Invitations

/// A pupil that may match, with its place in the list.
struct ListedPupil {
    var sort: [UInt8]
    var key: PupilKey
}

/// Those whom some rare part of a filter names.
private struct Candidates {
    var pupils: CandidatePupils
    /// Nothing is left to ask: all that the filter wants are words, and every word's range was collected.
    var areDecided = false
}

extension SQLiteTransaction {
    /// Visits the matching pupils behind `after` in list order while `visit` answers true; answers whether all were visited.
    ///
    /// Each part of the filter names an index range. The pupils in all ranges of words with at most `collectMax` entries, or else
    /// those of the first other such range, are collected, sorted and tested for the parts that are left; when all ranges are
    /// longer, matches are frequent and the list is walked in order.
    ///
    /// - Parameter visitsSeenOnly: false leaves it to the visitor to find out which are of the roster that is seen.
    func forEachPupil(
        matching filter: PreparedFilter, of school: SchoolKey, epoch: Int64, after: [UInt8], visitsSeenOnly: Bool = true,
        _ visit: (ListedPupil) throws -> Bool
    ) throws -> Bool {
        if filter.matchesNobody { return true }
        if let few = try collect(filter, of: school, epoch: epoch) {
            for candidate in few.pupils.inOrder(after: after)
            where try few.areDecided ? !visitsSeenOnly || isSeen(candidate, epoch: epoch) : matches(candidate, filter, epoch: epoch) {
                guard try visit(candidate) else { return false }
            }
            return true
        }
        return try walk(filter, of: school, epoch: epoch, after: after) { candidate in
            guard try matches(candidate, filter, epoch: epoch) else { return true }
            return try visit(candidate)
        }
    }

    /// A filter's candidates when some part of it is rare; nil: every part is frequent, or there is none.
    private func collect(_ filter: PreparedFilter, of school: SchoolKey, epoch: Int64) throws -> Candidates? {
        if let named = try collectNamed(filter, of: school, epoch: epoch) { return named }
        for alternatives in CandidateRange.ranges(of: filter, now: now) {
            var found = CandidatePupils()
            if try collect(alternatives, of: school, epoch: epoch, into: &found) { return Candidates(pupils: found) }
        }
        return nil
    }

    /// The pupils whom every rare word of the pupil search names; nil: no word is rare, or none is asked for.
    private func collectNamed(_ filter: PreparedFilter, of school: SchoolKey, epoch: Int64) throws -> Candidates? {
        var named: CandidatePupils?
        var wordsLeft = filter.pupilTerms.count
        for range in CandidateRange.pupilNames(filter) {
            if named == nil {
                var found = CandidatePupils()
                guard try collect([range], of: school, epoch: epoch, into: &found) else { continue }
                named = found
            } else {
                guard let keys = try keys(in: range, of: school, epoch: epoch) else { continue }
                named?.keepOnly(keys)
            }
            wordsLeft -= 1
            if named?.isEmpty == true { break }
        }
        return named.map { Candidates(pupils: $0, areDecided: wordsLeft == 0 && filter.asksPupilWordsOnly) }
    }

    /// Answers false when the ranges together are longer than allowed.
    private func collect(
        _ ranges: [CandidateRange], of school: SchoolKey, epoch: Int64, into found: inout CandidatePupils
    ) throws -> Bool {
        var steps = 0
        for range in ranges {
            let isComplete = try connection.run(range.query) { statement in
                range.bind(to: statement, school: school, epoch: epoch)
                while try statement.step() {
                    steps += 1
                    if steps > collectMax { return false }
                    if range.answersPupils {
                        found.append(statement.int64(0), place: statement.blob(1))
                    } else {
                        try addPupils(of: statement.int64(0), epoch: epoch, to: &found)
                    }
                }
                return true
            }
            guard isComplete else { return false }
        }
        return true
    }

    /// Whom a range of pupils names; nil when it is longer than allowed.
    private func keys(in range: CandidateRange, of school: SchoolKey, epoch: Int64) throws -> [Int64]? {
        try connection.run(range.query) { statement in
            range.bind(to: statement, school: school, epoch: epoch)
            var keys: [Int64] = []
            while try statement.step() {
                if keys.count == collectMax { return nil }
                keys.append(statement.int64(0))
            }
            return keys
        }
    }

    private func addPupils(of contact: Int64, epoch: Int64, to found: inout CandidatePupils) throws {
        try checkBudget()
        try connection.run(Self.listedPupilsOfContact) { statement in
            statement.bind(1, contact)
            statement.bind(2, epoch)
            while try statement.step() { found.append(statement.int64(0), place: statement.blob(1)) }
        }
    }

    /// The list in order; only of the asked groups when the filter names some.
    private func walk(
        _ filter: PreparedFilter, of school: SchoolKey, epoch: Int64, after: [UInt8], _ visit: (ListedPupil) throws -> Bool
    ) throws -> Bool {
        let (query, groups) =
            !filter.registrationGroups.isEmpty
            ? (Self.registrationGroupInOrder, filter.registrationGroups)
            : !filter.yearGroups.isEmpty ? (Self.yearInOrder, filter.yearGroups) : (Self.listInOrder, [""])
        var walks: [Statement] = []
        defer { for statement in walks { connection.put(statement, back: query) } }
        var heads: [ListedPupil?] = []
        for group in groups {
            let statement = try connection.take(query)
            walks.append(statement)
            statement.bind(1, school.rowID)
            statement.bind(2, after)
            statement.bind(3, epoch)
            if query.index != Self.listInOrder.index { statement.bind(4, group) }
            heads.append(try next(in: statement))
        }
        while true {
            var first: Int?
            for index in heads.indices {
                guard let head = heads[index] else { continue }
                if let best = first, let other = heads[best], !head.sort.lexicographicallyPrecedes(other.sort) { continue }
                first = index
            }
            guard let first, let candidate = heads[first] else { return true }
            try checkBudget()
            guard try visit(candidate) else { return false }
            heads[first] = try next(in: walks[first])
        }
    }

    private func next(in statement: Statement) throws -> ListedPupil? {
        guard try statement.step() else { return nil }
        return ListedPupil(sort: statement.bytes(1), key: PupilKey(rowID: statement.int64(0)))
    }

    private static let listedPupilsOfContact = Query(
        """
        SELECT p.key, p.sort FROM pair CROSS JOIN pupil p ON p.key = pair.pupil
        WHERE pair.contact = ?1 AND p.since <= ?2 AND p.until > ?2
        """)
    private static let listInOrder = Query(
        "SELECT pupil, sort FROM list_row WHERE school = ?1 AND sort > ?2 AND since <= ?3 AND until > ?3 ORDER BY sort")
    private static let yearInOrder = Query(
        """
        SELECT pupil, sort FROM list_row
        WHERE school = ?1 AND year_group = ?4 AND sort > ?2 AND since <= ?3 AND until > ?3 ORDER BY sort
        """)
    private static let registrationGroupInOrder = Query(
        """
        SELECT pupil, sort FROM list_row
        WHERE school = ?1 AND registration_group = ?4 AND sort > ?2 AND since <= ?3 AND until > ?3 ORDER BY sort
        """)
}
