import InvitationStore
import Invitations

@testable import SQLiteStore

/// What anybody can see of the service at one moment, as lines that the model must have too.
struct Observation: Sendable, Hashable {
    /// Kind of what is seen, and how it looks: compared in this order.
    var parts: [Part] = []

    struct Part: Sendable, Hashable {
        var name: String
        var lines: [String]
    }

    mutating func see(_ name: String, _ lines: [String]) { parts.append(Part(name: name, lines: lines)) }
}

/// What to look at besides the whole list.
struct Gaze: Sendable {
    var filter: Filter
    var account: String
}

extension Service {
    /// Each school's list page by page, a filtered one, counts, a preview of every link, the events since the last look, and the bookkeeping.
    func observe(_ gaze: Gaze) async throws -> Observation {
        let environment = environment
        let tokens = tokens
        let seen = eventsSeen
        let (observation, numbers) = try await store.readRaw { transaction in
            var observation = Observation()
            var numbers: [String: Int] = [:]
            for school in Universe.schools {
                for filter in [Filter(), gaze.filter] {
                    let (rows, counts) = try list(school, filter, environment, transaction)
                    observation.see("list of \(school)\(filter == Filter() ? "" : " filtered")", rows)
                    observation.see("counts of \(school)\(filter == Filter() ? "" : " filtered")", [counts])
                }
                let new = try events(of: school, after: seen[school] ?? 0, transaction)
                numbers[school] = (seen[school] ?? 0) + new.count
                observation.see("events of \(school)", new.sorted())
            }
            observation.see("previews", try previews(tokens, gaze.account, environment, transaction))
            observation.see("bookkeeping", try Bookkeeping(transaction).flaws())
            return (observation, numbers)
        }
        eventsSeen = numbers
        return observation
    }
}

/// A page's rows as lines.
private struct Lines: ListSink {
    var lines: [String] = []
    var byteCount = 0
    private var counts: [Int] = []

    mutating func appendEncoded(_ row: UnsafeRawBufferPointer) { append(String(decoding: row, as: UTF8.self)) }
    mutating func append(_ row: PupilListing) { append(row.line) }
    mutating func truncate(to byteCount: Int) {
        while self.byteCount > byteCount, let last = counts.popLast() {
            lines.removeLast()
            self.byteCount -= last
        }
    }

    private mutating func append(_ line: String) {
        lines.append(line)
        counts.append(line.utf8.count)
        byteCount += line.utf8.count
    }
}

/// All pages, two pupils each; an unknown school says so.
private func list(
    _ school: String, _ filter: Filter, _ environment: UseCaseEnvironment, _ transaction: SQLiteTransaction
) throws -> (rows: [String], counts: String) {
    var sink = Lines()
    var counts = ""
    var token = ""
    do {
        repeat {
            let request = ListContacts.Request(
                school: SchoolID(unchecked: school), filter: filter.asked, pageSize: 2, pageToken: token, wantsCounts: token.isEmpty)
            let answer = try ListContacts(environment).run(request, in: transaction, into: &sink)
            if token.isEmpty { counts = answer.counts.map { "\($0.status) \($0.contacts)" }.joined(separator: ", ") }
            token = answer.nextPageToken
        } while !token.isEmpty
    } catch let error as InvitationError {
        return ([error.line], error.line)
    }
    return (sink.lines, counts)
}

/// Each link as somebody sees it who is not signed in, and somebody who is.
private func previews(
    _ tokens: [String], _ account: String, _ environment: UseCaseEnvironment, _ transaction: SQLiteTransaction
) throws -> [String] {
    let redeem = Redeem(environment)
    return try tokens.enumerated().flatMap { number, text in
        try [nil, account].map { account in
            do {
                let answer = try redeem.preview(
                    redeem.verify(text), account: account.map(AccountID.init(unchecked:)), in: transaction)
                return "link \(number) for \(account ?? "nobody"): \(answer.line)"
            } catch let error as InvitationError {
                return "link \(number) for \(account ?? "nobody"): \(error.line)"
            }
        }
    }
}

/// Those after a number; one that is missing or out of place is a line too (R38).
private func events(of school: String, after sequence: Int, _ transaction: SQLiteTransaction) throws -> [String] {
    let rows = try transaction.texts(
        """
        SELECT e.sequence || char(9) || e.kind || char(9) || coalesce(c.id, '') || char(9) || coalesce(e.account, '') || char(9)
            || e.actor || char(9) || e.detail
        FROM event e JOIN school s ON s.key = e.school LEFT JOIN contact c ON c.key = e.contact
        WHERE s.id = '\(school)' AND e.sequence > \(sequence) ORDER BY e.sequence
        """)
    return rows.enumerated().map { index, row in
        let part = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard Int(part[0]) == sequence + 1 + index else { return "a gap before event \(part[0])" }
        return eventLine(part[1], part[2].isEmpty ? nil : part[2], part[3].isEmpty ? nil : part[3], part[4], part[5])
    }
}

extension PupilListing {
    /// The row's bytes in these tests: what the model writes.
    var line: String {
        pupilLine(
            pupil,
            contacts.map {
                contactLine(
                    id: $0.id.text, name: $0.name, email: $0.email, status: $0.status, relationship: $0.relationship, order: $0.courtOrder,
                    invitable: $0.isInvitable, because: $0.notInvitableBecause, invitedAt: $0.invitedAt?.milliseconds,
                    expiresAt: $0.expiresAt?.milliseconds, registeredAt: $0.registeredAt?.milliseconds, delivery: $0.delivery,
                    detail: $0.deliveryDetail, warnings: $0.warnings)
            })
    }
}
