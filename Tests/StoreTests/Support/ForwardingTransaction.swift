import InvitationStore
import Invitations

/// A transaction that does what another one does, but for the methods that a test writes itself.
protocol ForwardingTransaction: WriteTransaction {
    var base: any WriteTransaction { get }
}

extension ForwardingTransaction {
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
    func issue(_ invitations: [NewInvitation], of school: School) throws -> [Bool] { try base.issue(invitations, of: school) }
    func redeem(_ contact: ContactKey, generation: Int64, account: AccountID, of school: School) throws -> Bool {
        try base.redeem(contact, generation: generation, account: account, of: school)
    }
    func revoke(_ contacts: [ContactKey], because reason: RevocationReason, of school: School) throws -> (invitations: Int, mails: Int) {
        try base.revoke(contacts, because: reason, of: school)
    }
    func append(_ events: [NewEvent], of school: School) throws { try base.append(events, of: school) }
    func record(_ answer: RecordedAnswer, for key: IdempotencyKey) throws { try base.record(answer, for: key) }
    func nextMailDue() throws -> Instant? { try base.nextMailDue() }
    func leaseDueMail(limit: Int, for lease: Duration) throws -> [MailLease] { try base.leaseDueMail(limit: limit, for: lease) }
    func fix(_ rendering: FixedMail, for mail: MailID, fence: Int64) throws { try base.fix(rendering, for: mail, fence: fence) }
    func settle(_ mail: MailID, fence: Int64, _ result: MailResult) throws -> Bool { try base.settle(mail, fence: fence, result) }
    func contactFacts(_ id: ContactID, of school: School) throws -> ContactFacts? { try base.contactFacts(id, of: school) }
    func bindings(of account: AccountID) throws -> [AccountBinding] { try base.bindings(of: account) }
    func events(of contact: ContactKey, before sequence: Int64?, limit: Int) throws -> [RecordedEvent] {
        try base.events(of: contact, before: sequence, limit: limit)
    }
    func events(of school: School, after sequence: Int64, limit: Int) throws -> [RecordedEvent] {
        try base.events(of: school, after: sequence, limit: limit)
    }
    func facts(of school: School) throws -> SchoolFacts { try base.facts(of: school) }
    func leasedMail(_ mail: MailID, fence: Int64) throws -> LeasedMail? { try base.leasedMail(mail, fence: fence) }
    func departureFacts(of mail: LeasedMail) throws -> DepartureFacts? { try base.departureFacts(of: mail) }
    func contactKey(_ id: ContactID, of school: School) throws -> ContactKey? { try base.contactKey(id, of: school) }
    func contactIDs(_ keys: [ContactKey]) throws -> [ContactID] { try base.contactIDs(keys) }
    func flagDeclined(_ contact: ContactKey, of school: School) throws { try base.flagDeclined(contact, of: school) }
    func touch() throws { try base.touch() }
    func setPolicy(_ policy: SchoolPolicy, of school: School) throws -> School { try base.setPolicy(policy, of: school) }
    func setPaused(_ isPaused: Bool, of school: School) throws -> School { try base.setPaused(isPaused, of: school) }
    func clearBounce(of contact: ContactKey, school: School) throws -> Bool { try base.clearBounce(of: contact, school: school) }
    func courtOrders(of contact: ContactKey, school: School) throws -> [StandingOrder] { try base.courtOrders(of: contact, school: school) }
    func barredUnseen(atAddressOf contact: ContactKey, school: School) throws -> [ContactKey] {
        try base.barredUnseen(atAddressOf: contact, school: school)
    }
    func liftBarredUnseen(atAddressOf contact: ContactKey, school: School) throws {
        try base.liftBarredUnseen(atAddressOf: contact, school: school)
    }
    func liftCourtOrders(of contact: ContactKey, pupils: [PupilID], school: School) throws {
        try base.liftCourtOrders(of: contact, pupils: pupils, school: school)
    }
    func erase(_ contact: ContactKey, pseudonym: ContactID, tombstone: [UInt8], of school: School) throws {
        try base.erase(contact, pseudonym: pseudonym, tombstone: tombstone, of: school)
    }
    func tombstoneSalt(of school: School, random: RandomSource) throws -> [UInt8] { try base.tombstoneSalt(of: school, random: random) }
    func hasTombstone(_ tombstone: [UInt8], of school: School) throws -> Bool { try base.hasTombstone(tombstone, of: school) }
    func isImporting(_ school: School) throws -> Bool { try base.isImporting(school) }
    func contactsWithLink(issuedUntil instant: Instant, of school: School) throws -> [ContactKey] {
        try base.contactsWithLink(issuedUntil: instant, of: school)
    }
    func endRestoration(of school: School) throws { try base.endRestoration(of: school) }
    func releaseHeldMail(of school: School, because causes: Set<HoldCause>) throws -> Int {
        try base.releaseHeldMail(of: school, because: causes)
    }
    func record(_ verdict: ReportVerdict, detail: String, of contact: ContactKey, generation: Int64, school: School) throws {
        try base.record(verdict, detail: detail, of: contact, generation: generation, school: school)
    }
    func retryMail(of contact: ContactKey?, school: School) throws -> Int { try base.retryMail(of: contact, school: school) }
    func endLeases(pause: Duration) throws -> Int { try base.endLeases(pause: pause) }
    func holdMail(of contact: ContactKey?, school: School, limit: Int) throws -> [ContactKey] {
        try base.holdMail(of: contact, school: school, limit: limit)
    }
    func openMailCounts(of school: School?) throws -> [OpenMailCount] { try base.openMailCounts(of: school) }
    func schoolsHoldingMail(because cause: HoldCause) throws -> [School] { try base.schoolsHoldingMail(because: cause) }
    func openMail(of contact: ContactKey) throws -> OpenMail? { try base.openMail(of: contact) }
}
