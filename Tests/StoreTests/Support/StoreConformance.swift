import InvitationStore
import Invitations
import Testing

/// What every store must do, whatever it is made of: one function for each promise of the transaction protocols.
///
/// A store's tests make a seeded store (`[RosterPupil].sample`, encoding with `StoreConformance.encode`, on a clock that tests move)
/// and run these on it.
struct StoreConformance {
    let store: any TransactionalStore
    let school: School
    let clock: MovableClock
    var random = SeededRandom(seed: 7)

    /// The pupil's id on a line of its own, then every visible part as text, so that a difference can be read.
    static let encode: @Sendable (PupilListing) -> [UInt8] = { listing in Array("\(listing.pupil.id.text)\n\(listing)".utf8) }

    // MARK: What the checks are written in

    func state(_ id: String) async throws -> ContactState {
        let school = school
        let states = try await store.read { try $0.contacts([ContactID(unchecked: id)], of: school) }
        return try #require(states[0])
    }

    /// Issues the next generation to a contact and answers it.
    @discardableResult
    func invite(_ id: String) async throws -> Invitation {
        let contact = try await state(id)
        let new = newInvitation(contact)
        let school = school
        #expect(try await store.write { try $0.issue([new], of: school) } == [true])
        return try #require(try await state(id).invitation)
    }

    func newInvitation(_ contact: ContactState) -> NewInvitation {
        NewInvitation(
            contact: contact.key, expectedGeneration: contact.invitation?.generation ?? 0,
            nonce: InvitationNonce(bytes: random.bytes(16)), tokenKeyID: 3, address: contact.email ?? "")
    }

    /// Invites, and mails with a deadline so far ahead.
    @discardableResult
    func inviteAndMail(_ id: String, validFor validity: Duration = .seconds(14 * 86_400)) async throws -> Invitation {
        try await invite(id)
        let mail = try #require(try await lease().first { $0.contact.id.text == id })
        try await fix(mail, validFor: validity)
        #expect(try await settle(mail, .sent))
        return try #require(try await state(id).invitation)
    }

    /// The school as it is now: `school` is as it was when the kit was made.
    func currentSchool(_ other: School? = nil) async throws -> School {
        let id = (other ?? school).id
        return try #require(try await store.read { try $0.school(id) })
    }

    func facts(of other: School? = nil) async throws -> SchoolFacts {
        let school = try await currentSchool(other)
        return try await store.read { try $0.facts(of: school) }
    }

    /// The whole list as the school is now, one text per pupil; and how many rows had to be encoded live.
    func rows() async throws -> ListedPage {
        let query = ListQuery(school: try await currentSchool(), filter: ContactFilter(), after: nil, pupilsMax: 1000)
        return try await store.read { try Self.page(query, in: $0) }
    }

    /// The same promises to another school of the same store.
    func beside(_ other: School) -> StoreConformance { StoreConformance(store: store, school: other, clock: clock, random: random) }

    func lease(limit: Int = 100, for lease: Duration = .seconds(60)) async throws -> [LeasedMail] {
        try await store.write { try $0.leaseMail(limit: limit, for: lease) }
    }

    func fix(_ mail: LeasedMail, validFor validity: Duration = .seconds(14 * 86_400)) async throws {
        let rendering = FixedMail(
            mailedAt: clock.now, expiresAt: clock.now.advanced(by: validity), messageID: "<1@oakfield>", recipient: "imogen@example.org",
            bytes: Array("Dear parent".utf8))
        try await store.write { try $0.fix(rendering, for: mail.id, fence: mail.fence) }
    }

    func settle(_ mail: LeasedMail, _ result: MailResult) async throws -> Bool {
        try await store.write { try $0.settle(mail.id, fence: mail.fence, result) }
    }

    /// The ids of the matching pupils in the order of their pages.
    func list(_ filter: ContactFilter = ContactFilter(), pageSize: Int = 2) async throws -> [String] {
        var ids: [String] = []
        var after: ListCursor?
        repeat {
            let page = try await page(filter, after: after, pupilsMax: pageSize)
            ids += page.ids
            after = page.next
            #expect(page.ids.count <= pageSize)
        } while after != nil
        return ids
    }

    func page(_ filter: ContactFilter = ContactFilter(), after: ListCursor?, pupilsMax: Int) async throws -> ListedPage {
        let query = ListQuery(school: school, filter: filter, after: after, pupilsMax: pupilsMax)
        return try await store.read { try Self.page(query, in: $0) }
    }

    static func page(_ query: ListQuery, in transaction: any ReadTransaction) throws -> ListedPage {
        var page = ListedPage()
        page.next = try transaction.visitListRows(query) { row in
            switch row {
            case .encoded(let bytes):
                let text = String(decoding: bytes, as: UTF8.self)
                page.ids.append(String(text.prefix { $0 != "\n" }))
                page.rows.append(text)
            case .facts(let facts):
                page.ids.append(facts.pupil.id.text)
                page.live += 1
                page.rows.append(
                    String(decoding: encode(PupilListing(facts, school: query.school, at: transaction.now)), as: UTF8.self))
            }
            return .taken
        }
        return page
    }

    struct ListedPage: Sendable {
        var ids: [String] = []
        var rows: [String] = []
        /// Rows that had to be encoded live.
        var live = 0
        var next: ListCursor?
    }
}

extension WriteTransaction {
    /// Leases, and looks at what was leased as it was before.
    func leaseMail(limit: Int, for lease: Duration) throws -> [LeasedMail] {
        try leaseDueMail(limit: limit, for: lease).compactMap { lease in
            var mail = try leasedMail(lease.id, fence: lease.fence)
            mail?.mayHaveLeft = lease.mayHaveLeft
            return mail
        }
    }
}
