import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("Administrators who race")
struct RacingTests {
    @Test("R18: 32 calls for one contact at once make one live invitation, and the others are told so")
    func manySenders() async throws {
        let office = try await Office()
        let outcomes = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            for number in 0..<32 {
                group.addTask {
                    let actor = Actor(principal: "admin-\(number)")
                    let request = office.request(.contacts([ContactID(unchecked: "c-imogen")]), actor: actor)
                    return try await office.perform(request).results.first?.outcome
                }
            }
            return try await group.reduce(into: [Outcome?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .queued }.count == 1)
        #expect(outcomes.filter { $0 == .alreadyInvited }.count == 31)
        #expect(try await office.deliver().count == 1)
        #expect(try await office.contact("c-imogen").invitation?.generation == 1)
    }

    @Test("R18: who loses the compare-and-set is told the contact's true outcome, and the others are sent")
    func lostRace() async throws {
        let office = try await Office()
        let request = office.request(.contacts(["c-otto", "c-imogen"].map(ContactID.init(unchecked:))))
        let answer = try await performRacing(office, request)
        #expect(answer.lines == ["c-otto queued", "c-imogen alreadyInvited"])
        #expect(answer.countLines == ["queued 1", "alreadyInvited 1"])
        #expect(try await office.history().filter { $0.contains(" INVITED ") } == ["1 INVITED c-otto - \(Office.actor.principal)"])
    }

    @Test("R14: a plan that loses a race does nothing at all")
    func lostRaceOfAPlan() async throws {
        let office = try await Office()
        let selection = Selection.contacts(["c-otto", "c-imogen"].map(ContactID.init(unchecked:)))
        let plan = try await office.review(office.request(selection)).planToken
        let error = try await refusal { try await performRacing(office, office.request(selection, plan: plan)) }
        #expect(error.reason == .planChanged)
        #expect(error.metadata == ["changed": "1", "contact_ids": "c-imogen"])
        #expect(try await office.history().isEmpty)
    }

    /// Performs while somebody else invites `c-imogen` between the decision and the writing.
    private func performRacing(_ office: Office, _ request: Invite.Request) async throws -> InviteAnswer {
        let rival = try await office.contact("c-imogen").key
        let invite = Invite(office.environment)
        return try await office.store.write { try invite.perform(request, in: RacingTransaction($0, rival: rival)) }
    }
}

/// A transaction in which another call is quicker by a moment, once. SQLite's single writer never shows that; another store may.
private final class RacingTransaction: WriteTransaction {
    private let base: any WriteTransaction
    private var rival: ContactKey?

    init(_ base: any WriteTransaction, rival: ContactKey) {
        self.base = base
        self.rival = rival
    }

    func issue(_ invitations: [NewInvitation], of school: School) throws -> [Bool] {
        if var theirs = invitations.first(where: { $0.contact == rival }) {
            rival = nil
            theirs.nonce = InvitationNonce(bytes: Array(repeating: 0xee, count: 16))
            _ = try base.issue([theirs], of: school)
        }
        return try base.issue(invitations, of: school)
    }

    var now: Instant { base.now }
    func school(_ id: SchoolID) throws -> School? { try base.school(id) }
    func contacts(_ ids: [ContactID], of school: School) throws -> [ContactState?] { try base.contacts(ids, of: school) }
    func contacts(matching filter: ContactFilter, of school: School, limit: Int) throws -> [ContactState] {
        try base.contacts(matching: filter, of: school, limit: limit)
    }
    func statusCounts(matching filter: ContactFilter, of school: School) throws -> [RegistrationStatus: Int] {
        try base.statusCounts(matching: filter, of: school)
    }
    func visitListRows(_ query: ListQuery, _ visit: (ListRow) throws -> ListStep) throws -> ListCursor? {
        try base.visitListRows(query, visit)
    }
    func invitation(_ nonce: InvitationNonce) throws -> NamedInvitation? { try base.invitation(nonce) }
    func recordedAnswer(_ key: IdempotencyKey) throws -> RecordedAnswer? { try base.recordedAnswer(key) }
    func redeem(_ contact: ContactKey, generation: Int64, account: AccountID, of school: School) throws -> Bool {
        try base.redeem(contact, generation: generation, account: account, of: school)
    }
    func revoke(
        _ contacts: [ContactKey], because reason: RevocationReason, of school: School
    ) throws -> (invitations: Int, mails: Int) { try base.revoke(contacts, because: reason, of: school) }
    func append(_ events: [NewEvent], of school: School) throws { try base.append(events, of: school) }
    func record(_ answer: RecordedAnswer, for key: IdempotencyKey) throws { try base.record(answer, for: key) }
    func nextMailDue() throws -> Instant? { try base.nextMailDue() }
    func leaseDueMail(limit: Int, for lease: Duration) throws -> [LeasedMail] { try base.leaseDueMail(limit: limit, for: lease) }
    func fix(_ rendering: FixedMail, for mail: MailID, fence: Int64) throws { try base.fix(rendering, for: mail, fence: fence) }
    func settle(_ mail: MailID, fence: Int64, _ result: MailResult) throws -> Bool { try base.settle(mail, fence: fence, result) }
}
