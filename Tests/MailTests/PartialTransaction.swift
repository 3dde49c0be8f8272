import InvitationStore
import Invitations

/// A transaction of which a test needs a few methods only: all others throw.
protocol PartialTransaction: WriteTransaction {}

struct NotHere: Error {}

extension PartialTransaction {
    func school(_ id: SchoolID) throws -> School? { throw NotHere() }
    func contacts(_ ids: [ContactID], of school: School) throws -> [ContactState?] { throw NotHere() }
    func contacts(matching filter: ContactFilter, of school: School, limit: Int) throws -> [ContactState] { throw NotHere() }
    func statusCounts(matching filter: ContactFilter, of school: School) throws -> [RegistrationStatus: Int] { throw NotHere() }
    func visitListRows(_ query: ListQuery, _ visit: (ListRow) throws -> ListStep) throws -> ListCursor? { throw NotHere() }
    func recordedAnswer(_ key: IdempotencyKey) throws -> RecordedAnswer? { throw NotHere() }
    func issue(_ invitations: [NewInvitation], of school: School) throws -> [Bool] { throw NotHere() }
    func redeem(_ contact: ContactKey, generation: Int64, account: AccountID, of school: School) throws -> Bool { throw NotHere() }
    func revoke(_ contacts: [ContactKey], because reason: RevocationReason, of school: School) throws -> (invitations: Int, mails: Int) {
        throw NotHere()
    }
    func record(_ answer: RecordedAnswer, for key: IdempotencyKey) throws { throw NotHere() }
    func contactFacts(_ id: ContactID, of school: School) throws -> ContactFacts? { throw NotHere() }
    func bindings(of account: AccountID) throws -> [AccountBinding] { throw NotHere() }
    func events(of contact: ContactKey, before sequence: Int64?, limit: Int) throws -> [RecordedEvent] { throw NotHere() }
    func events(of school: School, after sequence: Int64, limit: Int) throws -> [RecordedEvent] { throw NotHere() }
    func facts(of school: School) throws -> SchoolFacts { throw NotHere() }
    func contactKey(_ id: ContactID, of school: School) throws -> ContactKey? { throw NotHere() }
    func contactIDs(_ keys: [ContactKey]) throws -> [ContactID] { throw NotHere() }
    func flagDeclined(_ contact: ContactKey, of school: School) throws { throw NotHere() }
    func touch() throws { throw NotHere() }
    func setPolicy(_ policy: SchoolPolicy, of school: School) throws -> School { throw NotHere() }
    func setPaused(_ isPaused: Bool, of school: School) throws -> School { throw NotHere() }
    func clearBounce(of contact: ContactKey, school: School) throws -> Bool { throw NotHere() }
    func courtOrders(of contact: ContactKey, school: School) throws -> [StandingOrder] { throw NotHere() }
    func barredUnseen(atAddressOf contact: ContactKey, school: School) throws -> [ContactKey] { throw NotHere() }
    func liftBarredUnseen(atAddressOf contact: ContactKey, school: School) throws { throw NotHere() }
    func liftCourtOrders(of contact: ContactKey, pupils: [PupilID], school: School) throws { throw NotHere() }
    func erase(_ contact: ContactKey, pseudonym: ContactID, tombstone: [UInt8], of school: School) throws { throw NotHere() }
    func tombstoneSalt(of school: School, random: RandomSource) throws -> [UInt8] { throw NotHere() }
    func hasTombstone(_ tombstone: [UInt8], of school: School) throws -> Bool { throw NotHere() }
    func isImporting(_ school: School) throws -> Bool { throw NotHere() }
    func contactsWithLink(issuedUntil instant: Instant, of school: School) throws -> [ContactKey] { throw NotHere() }
    func endRestoration(of school: School) throws { throw NotHere() }
    func releaseHeldMail(of school: School, because causes: Set<HoldCause>) throws -> Int { throw NotHere() }
    func record(_ verdict: ReportVerdict, detail: String, of contact: ContactKey, generation: Int64, school: School) throws {
        throw NotHere()
    }
    func retryMail(of contact: ContactKey?, school: School) throws -> Int { throw NotHere() }
    func holdMail(of contact: ContactKey?, school: School, limit: Int) throws -> [ContactKey] { throw NotHere() }
    func openMailCounts(of school: School?) throws -> [OpenMailCount] { throw NotHere() }
    func schoolsHoldingMail(because cause: HoldCause) throws -> [School] { throw NotHere() }
    func openMail(of contact: ContactKey) throws -> OpenMail? { throw NotHere() }
}
