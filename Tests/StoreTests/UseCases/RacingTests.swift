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
private final class RacingTransaction: ForwardingTransaction {
    let base: any WriteTransaction
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
}
