import InvitationAPI
import Invitations
import RPC
import Testing

@testable import InvitationServer
@testable import InvitationStore

@Suite("Contacts, events and access on the wire")
struct ContactMappingTests {
    private static let now = Instant(milliseconds: 1_772_442_000_000)
    private static let school = Invitations.School(
        key: SchoolKey(rowID: 1), id: SchoolID(unchecked: "A1"), name: "Fernhill", isMISLinked: true, timeZone: "Europe/London",
        hasCourtOrderData: true)

    private static func pair(_ id: String, courtOrder: Bool) -> ContactFacts.Pair {
        ContactFacts.Pair(
            pupil: Invitations.Pupil(
                id: PupilID(unchecked: id), forename: "Zoë \(id)", surname: "Thistlewood", yearGroup: "3", registrationGroup: "3B"),
            relationship: "Relationship to \(id)", courtOrder: courtOrder)
    }

    private static var facts: ContactFacts {
        let invitation = Invitation(
            generation: 2, nonce: InvitationNonce(bytes: Array(repeating: 1, count: 16)), tokenKeyID: 1, invitedAt: now,
            mailedAt: now.advanced(by: .milliseconds(1500)), expiresAt: now.advanced(by: .seconds(60)), mailedTo: "old@example.org",
            delivery: .sent)
        let contact = ContactState(
            key: ContactKey(rowID: 3), id: ContactID(unchecked: "C1"), name: PersonName(title: "Mrs", forename: "Imogen", surname: "Ash"),
            email: "new@example.org", isBarred: true, registration: Registration(account: AccountID(unchecked: "acc-1"), at: now),
            invitation: invitation)
        return ContactFacts(contact: contact, pairs: [pair("P1", courtOrder: false), pair("P2", courtOrder: true)])
    }

    @Test("R11: GetContact answers the support script: to which address, when, which account, which orders")
    func report() {
        let response = GetContactResponse(ContactReport(Self.facts, of: Self.school, at: Self.now))
        #expect(response.contact?.id == "C1")
        #expect(response.contact?.email == "new@example.org")
        #expect(response.contact?.status == .suspended)
        #expect(response.contact?.relationship == "Relationship to P1")
        #expect(response.contact?.courtOrder == true)
        #expect(response.pupils.map(\.id) == ["P1", "P2"])
        #expect(
            response.pupils.first
                == InvitationAPI.Pupil(
                    id: "P1", forename: "Zoë P1", surname: "Thistlewood", yearGroup: "3", registrationGroup: "3B"))
        #expect(response.mailedTo == "old@example.org")
        #expect(response.mailedAt == Timestamp(seconds: 1_772_442_001, nanos: 500_000_000))
        #expect(response.accountID == "acc-1")
        #expect(response.courtOrderPupilIDs == ["P2"])
        #expect(response.obstacle == "")
    }

    @Test("R11: what there is nothing of is left out; what stands against the whole school is said")
    func emptyReport() {
        var facts = Self.facts
        (facts.contact.invitation, facts.contact.registration, facts.contact.isBarred, facts.pairs) = (nil, nil, false, [])
        var school = Self.school
        school.isPaused = true
        let response = GetContactResponse(ContactReport(facts, of: school, at: Self.now))
        #expect(response.pupils.isEmpty && response.courtOrderPupilIDs.isEmpty)
        #expect(response.mailedTo == "" && response.mailedAt == nil && response.accountID == "")
        #expect(response.contact?.relationship == "" && response.contact?.courtOrder == false)
        #expect(response.obstacle == "SCHOOL_PAUSED")
    }

    @Test("R38: an event has each of its parts in its own field; one of no contact has none")
    func events() {
        var event = RecordedEvent(
            sequence: 7, at: Self.now, kind: "REDEEMED", contact: ContactID(unchecked: "C1"), account: AccountID(unchecked: "acc-1"),
            actor: "parent", detail: "generation 2")
        #expect(
            ContactEvent(event)
                == ContactEvent(
                    sequence: 7, at: Timestamp(seconds: 1_772_442_000), kind: "REDEEMED", contactID: "C1", accountID: "acc-1",
                    actor: "parent", detail: "generation 2"))
        (event.contact, event.account, event.kind) = (nil, nil, "FROM_A_NEWER_VERSION")
        #expect(ContactEvent(event).contactID == "" && ContactEvent(event).accountID == "")
        #expect(ContactEvent(event).kind == "FROM_A_NEWER_VERSION")
    }

    @Test("R38: access says of which school and contact, whether granted, and to which pupils")
    func access() {
        var binding = AccountBinding(
            school: Self.school, contact: ContactID(unchecked: "C1"), isGranted: true,
            pupils: [PupilID(unchecked: "P2"), PupilID(unchecked: "P1")])
        #expect(Access(binding) == Access(schoolID: "A1", contactID: "C1", granted: true, pupilIDs: ["P2", "P1"]))
        (binding.isGranted, binding.pupils) = (false, [])
        #expect(Access(binding) == Access(schoolID: "A1", contactID: "C1", granted: false, pupilIDs: []))
    }

    @Test("R42: TOO_SOON says when the cooldown is over, and nothing else does")
    func retryAt() {
        let retryAt = Self.now.advanced(by: .milliseconds(1))
        let results = Invitations.Outcome.allCases.map { outcome in
            InviteResult(
                contact: ContactID(unchecked: "C\(outcome.rawValue)"), outcome: outcome, fullName: "Imogen Ash", email: "i@example.org",
                warnings: [.sharedEmail, .declined], retryAt: outcome == .tooSoon ? retryAt : nil)
        }
        let answer = InviteAnswer(results: results, counts: [], planToken: "plan")
        for mapped in [SendInvitationsResponse(answer).results, ReinviteResponse(answer).results] {
            #expect(mapped.map(\.contactID) == results.map(\.contact.text))
            for result in mapped {
                #expect(result.retryAt == (result.outcome == .tooSoon ? Timestamp(seconds: 1_772_442_000, nanos: 1_000_000) : nil))
                #expect(result.fullName == "Imogen Ash" && result.email == "i@example.org")
                #expect(result.warnings == [.sharedEmail, .declined])
            }
        }
    }

    @Test("R19: a previewed letter has each of its parts in its own field")
    func preview() {
        let letter = PreviewedLetter(from: "f", replyTo: "r", to: "t", subject: "s", text: "plain", html: "rich")
        #expect(
            PreviewEmailResponse(letter)
                == PreviewEmailResponse(from: "f", replyTo: "r", to: "t", subject: "s", text: "plain", html: "rich"))
    }
}
