public import Invitations

/// What only a school's office can put right about a contact: a bounce, a court order that nobody speaks of any more, and forgetting it.
public struct ContactCorrections: Sendable {
    /// The contact after orders were lifted.
    public struct Lifted: Sendable, Hashable {
        public var report: ContactReport
        /// With respect to whom.
        public var pupils: [PupilID]
        /// R21: the contact's address was barred because of somebody whom the roster does not show, and is not any more.
        public var isAddressFreed: Bool
    }

    private let environment: UseCaseEnvironment

    public init(_ environment: UseCaseEnvironment) { self.environment = environment }

    /// Lets mail go to the contact's address again, whoever of the school has it too (R23). A second time changes nothing.
    ///
    /// Throws `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`.
    public func clearBounce(
        _ contact: ContactID, of school: SchoolID, by actor: Actor, in transaction: any WriteTransaction
    ) throws -> ContactReport {
        let school = try transaction.requiredSchool(school)
        let key = try transaction.requiredContact(contact, of: school).contact.key
        if try transaction.clearBounce(of: key, school: school) {
            try transaction.append([NewEvent(.bounceCleared, contact: key, actor: actor.principal)], of: school)
        }
        return try transaction.report(of: contact, school: school)
    }

    /// Lifts orders that stand although the MIS no longer says so (R8): those with respect to `pupil`, or all, and then also what stands
    /// against the contact's address because of somebody erased, or named by a withheld feed only (R21). A second time lifts nothing.
    ///
    /// What the MIS itself says is not the office's to lift: it is corrected there, and comes with the next feed (R3).
    /// Throws `INVALID_REASON`, `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, `IMPORT_IN_PROGRESS`, `COURT_ORDER_STANDS`.
    public func liftCourtOrders(
        _ contact: ContactID, pupil: PupilID?, of school: SchoolID, reason: String, by actor: Actor, in transaction: any WriteTransaction
    ) throws -> Lifted {
        let reason = try RecordedReason(reason)
        let school = try transaction.requiredSchool(school)
        let key = try transaction.requiredContact(contact, of: school).contact.key
        try requireNoImport(of: school, transaction)
        let orders = try transaction.courtOrders(of: key, school: school).filter { pupil == nil || $0.pupil == pupil }
        let unseen = pupil == nil ? try transaction.barredUnseen(atAddressOf: key, school: school) : []
        let ordersOfUnseen = try unseen.flatMap { try transaction.courtOrders(of: $0, school: school) }
        let said = Set((orders + ordersOfUnseen).filter(\.isSaidByFeed).map(\.pupil.text)).sorted()
        guard said.isEmpty else {
            throw InvitationError(
                .courtOrderStands, "The MIS says that there is a court order. Correct it there; the next feed lifts it.",
                ["pupil_ids": said.joined(separator: "\n")])
        }
        let pupils = orders.map(\.pupil)
        if !pupils.isEmpty { try transaction.liftCourtOrders(of: key, pupils: pupils, school: school) }
        if !unseen.isEmpty { try transaction.liftBarredUnseen(atAddressOf: key, school: school) }
        if !pupils.isEmpty || !unseen.isEmpty {
            let what = [pupils.isEmpty ? "" : "orders \(pupils.count)", unseen.isEmpty ? "" : "address"]
            let detail = (["BY_ADMINISTRATOR", reason.word] + what).filter { !$0.isEmpty }.joined(separator: ", ")
            try transaction.append([NewEvent(.courtOrderLifted, contact: key, actor: actor.principal, detail: detail)], of: school)
        }
        return Lifted(
            report: try transaction.report(of: contact, school: school), pupils: pupils, isAddressFreed: !unseen.isEmpty)
    }

    /// Forgets a contact for good (R39): whatever is stored of it but that something happened. The next feed's record of it is passed over.
    /// Of one who is barred the address stays barred for whoever has it (R21), until ``liftCourtOrders(_:pupil:of:reason:by:in:)`` of one of these.
    /// A second time changes nothing.
    ///
    /// Throws `SCHOOL_NOT_FOUND`, `CONTACT_NOT_FOUND`, `IMPORT_IN_PROGRESS`.
    public func erase(_ contact: ContactID, of school: SchoolID, by actor: Actor, in transaction: any WriteTransaction) throws {
        let school = try transaction.requiredSchool(school)
        let salt = try transaction.tombstoneSalt(of: school, random: environment.random)
        let tombstone = Tombstone.of(contact, salt: salt, digest: environment.digest)
        guard let key = try transaction.contactKey(contact, of: school) else {
            if try transaction.hasTombstone(tombstone, of: school) { return }
            throw InvitationError.contactNotFound
        }
        try requireNoImport(of: school, transaction)
        try transaction.erase(key, pseudonym: pseudonym(), tombstone: tombstone, of: school)
        try transaction.append([NewEvent(.erased, contact: key, actor: actor.principal)], of: school)
    }

    /// Rosters between two imports are one thing; what an import has staged already was decided before.
    private func requireNoImport(of school: School, _ transaction: any WriteTransaction) throws {
        guard try !transaction.isImporting(school) else {
            throw InvitationError(.importInProgress, "An import of this school is running. Try again when it has ended.")
        }
    }

    private func pseudonym() -> ContactID {
        let digits = environment.random.bytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return ContactID(unchecked: "erased-" + digits)
    }
}

/// How an erased contact is recognised when the MIS brings it again: a digest of its id, salted per school (R39).
enum Tombstone {
    static func of(_ contact: ContactID, salt: [UInt8], digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
        digest(Array("tombstone 1\0".utf8) + salt + Array(contact.text.utf8))
    }
}
