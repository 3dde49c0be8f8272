import InvitationStore
import Invitations
import Mail

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
    /// Whose list is looked at through the filter.
    var filteredSchool: Int
    var account: String
    /// Whether links are looked at by somebody with that account, or by nobody in particular.
    var isSignedIn: Bool
    var contact: String

    func filters(of school: String) -> [Filter] { school == Universe.schools[filteredSchool] ? [Filter(), filter] : [Filter()] }
}

extension Service {
    func lastEvents() async throws -> [String: Int64] {
        try await store.read { transaction in
            var last: [String: Int64] = [:]
            for school in Universe.schools {
                last[school] = try transaction.school(SchoolID(unchecked: school)).map { try transaction.facts(of: $0).lastEvent } ?? 0
            }
            return last
        }
    }

    /// Every contact's id, in the order of their rows.
    func contactsAsStored(_ school: String) async throws -> [String] {
        try await store.readRaw { transaction in
            try transaction.texts("SELECT id FROM contact WHERE school = (SELECT key FROM school WHERE id = '\(school)') ORDER BY key")
        }
    }

    /// Each school's list page by page, a filtered one, counts, a preview of every link, the events since the last look, and
    /// the bookkeeping.
    func observe(_ gaze: Gaze) async throws -> Observation {
        let eyes = Eyes(gaze: gaze, environment: environment, tokens: tokens, lostTokens: lostTokens, eventsSeen: eventsSeen)
        let (observation, numbers) = try await store.readRaw { try eyes.look(in: $0) }
        eventsSeen = numbers
        return observation
    }
}

/// One look through the reading use cases, in one transaction.
private struct Eyes: Sendable {
    let gaze: Gaze
    let environment: UseCaseEnvironment
    let tokens: [String]
    let lostTokens: [String]
    let eventsSeen: [String: Int64]

    func look(in transaction: SQLiteTransaction) throws -> (Observation, [String: Int64]) {
        var observation = Observation()
        var numbers = eventsSeen
        for school in Universe.schools {
            let id = SchoolID(unchecked: school)
            for filter in gaze.filters(of: school) {
                let suffix = filter == Filter() ? "" : " filtered"
                let (rows, counts) = try list(id, filter, transaction)
                observation.see("list of \(school)\(suffix)", rows)
                observation.see("counts of \(school)\(suffix)", [counts])
            }
            let (events, last) = try events(of: id, after: eventsSeen[school] ?? 0, transaction)
            numbers[school] = last
            observation.see("events of \(school)", events.sorted())
            observation.see("\(gaze.contact) of \(school)", try contact(of: id, transaction))
            observation.see("school \(school)", try standing(of: id, transaction))
        }
        observation.see("previews", try tokens.enumerated().flatMap { try previews($0, $1, transaction) })
        // R31: a restored row revives no link that it does not know.
        var revived: [String] = []
        for token in lostTokens { revived += try previews(-1, token, transaction).filter { !$0.contains("INVALID_TOKEN") } }
        observation.see("links lost by a restore", revived)
        observation.see("access of \(gaze.account)", try access(transaction))
        observation.see("bookkeeping", try Bookkeeping(transaction).flaws())
        return (observation, numbers)
    }

    private func answer(_ body: () throws -> [String]) throws -> [String] {
        do { return try body() } catch let error as InvitationError { return [error.line] }
    }

    /// All pages, two pupils each.
    private func list(_ school: SchoolID, _ filter: Filter, _ transaction: SQLiteTransaction) throws -> (rows: [String], counts: String) {
        var sink = Rows()
        var counts = ""
        var token = ""
        do {
            repeat {
                let request = ListContacts.Request(
                    school: school, filter: filter.asked, pageSize: 2, pageToken: token, wantsCounts: token.isEmpty)
                let answer = try ListContacts(environment).run(request, in: transaction, into: &sink)
                if token.isEmpty {
                    counts = answer.counts.map { "\($0.status) \($0.contacts)" }.joined(separator: ", ")
                    counts += answer.obstacle.map { ", \($0.rawValue)" } ?? ""
                }
                token = answer.nextPageToken
            } while !token.isEmpty
        } catch let error as InvitationError {
            return ([error.line], error.line)
        }
        return (sink.lines, counts)
    }

    /// A link as somebody sees it.
    private func previews(_ number: Int, _ text: String, _ transaction: SQLiteTransaction) throws -> [String] {
        let redeem = Redeem(environment)
        let account = gaze.isSignedIn ? AccountID(unchecked: gaze.account) : nil
        return try answer { [try redeem.preview(redeem.verify(text), account: account, in: transaction).line] }
            .map { "link \(number) for \(account?.text ?? "nobody"): \($0)" }
    }

    /// Those after a number, three at a time; one that is missing or out of place is a line too (R38).
    private func events(of school: SchoolID, after sequence: Int64, _ transaction: SQLiteTransaction) throws -> ([String], Int64) {
        var lines: [String] = []
        var last = sequence
        do {
            while true {
                let page = try ListEvents(environment).ofSchool(school, after: last, pageSize: 3, in: transaction)
                for event in page.events {
                    if event.sequence != last + 1 { lines.append("a gap before event \(event.sequence)") }
                    last = event.sequence
                    lines.append(event.line)
                }
                if page.events.isEmpty { return (lines, last) }
            }
        } catch is InvitationError {
            return (lines, last)
        }
    }

    /// The report; and the contact's history must be the school's, as far as it is of this contact.
    private func contact(of school: SchoolID, _ transaction: SQLiteTransaction) throws -> [String] {
        let id = ContactID(unchecked: gaze.contact)
        return try answer {
            let report = try ShowContact().run(id, of: school, in: transaction)
            let whole = try ListEvents(environment).ofSchool(school, after: 0, pageSize: 1000, in: transaction).events
            var own: [RecordedEvent] = []
            var token = ""
            repeat {
                let page = try ListEvents(environment).ofContact(id, of: school, pageSize: 2, pageToken: token, in: transaction)
                own += page.events
                token = page.nextPageToken
            } while !token.isEmpty
            let letter = try answer { [try PreviewEmail(write: Template.shared.letters.preview).run(id, of: school, in: transaction).line] }
            let isWhole = own == whole.filter { $0.contact == id }.reversed()
            return [report.line] + letter + (isWhole ? [] : ["with another history"])
        }
    }

    private func standing(of school: SchoolID, _ transaction: SQLiteTransaction) throws -> [String] {
        try answer {
            let standing = try SchoolPolicies().read(school, in: transaction)
            let facts = standing.facts
            return [
                policyLine(standing.state.policy, isPaused: standing.state.isPaused),
                factsLine(
                    pupils: Int(facts.pupils), contacts: Int(facts.contacts), orders: Int(facts.courtOrders), imports: Int(facts.imports),
                    invited: facts.invitedWithinDay),
            ]
        }
    }

    private func access(_ transaction: SQLiteTransaction) throws -> [String] {
        try CheckAccess().run(AccountID(unchecked: gaze.account), within: { _ in true }, in: transaction).map { binding in
            accessLine(binding.school.id.text, binding.contact.text, binding.isGranted ? binding.pupils.map(\.text) : nil)
        }.sorted()
    }
}
