public import Invitations

/// Lets mail go that waits for an operator, once what no letter could be written with was mended; and opens a restored school's links (R23, R41).
public struct ReleaseMail: Sendable {
    /// Which school, how, and who asks.
    public struct Request: Sendable {
        public var school: SchoolID
        /// R41: although no feed was applied since the restore.
        public var withoutImport: Bool
        /// R41: takes back the links that the copy knows as working. A school that is not restored has none.
        public var endsLinks: Bool
        public var actor: Actor

        public init(school: SchoolID, withoutImport: Bool = false, endsLinks: Bool = false, actor: Actor) {
            self.school = school
            self.withoutImport = withoutImport
            self.endsLinks = endsLinks
            self.actor = actor
        }
    }

    /// What it did.
    public struct Answer: Sendable, Hashable {
        /// Emails that are due now.
        public var mails: Int
        public var linksEnded: Int

        public init(mails: Int, linksEnded: Int) {
            self.mails = mails
            self.linksEnded = linksEnded
        }
    }

    public init() {}

    /// A second time finds what waits since. Throws `SCHOOL_NOT_FOUND`, `IMPORT_REQUIRED`.
    public func run(_ request: Request, in transaction: any WriteTransaction) throws -> Answer {
        let school = try transaction.requiredSchool(request.school)
        if !request.withoutImport { try school.requireImportSinceRestore() }
        var linksEnded = 0
        if let restoration = school.restoration {
            if request.endsLinks { linksEnded = try endLinks(restoration, of: school, by: request.actor, in: transaction) }
            try transaction.endRestoration(of: school)
        }
        let mails = try transaction.releaseHeldMail(of: school, because: HoldCause.releasedByOperator)
        if mails > 0 || school.restoration != nil {
            let words = ["mails \(mails)"] + (school.restoration.map { Self.words($0, linksEnded) } ?? [])
            try transaction.append(
                [NewEvent(.mailReleased, contact: nil, actor: request.actor.principal, detail: words.joined(separator: ", "))], of: school)
        }
        return Answer(mails: mails, linksEnded: linksEnded)
    }

    private func endLinks(
        _ restoration: Restoration, of school: School, by actor: Actor, in transaction: any WriteTransaction
    ) throws -> Int {
        let contacts = try transaction.contactsWithLink(issuedUntil: restoration.copiedAt, of: school)
        _ = try transaction.revoke(contacts, because: .restored, of: school)
        let word = RevocationReason.restored.rawValue
        try transaction.append(contacts.map { NewEvent(.revoked, contact: $0, actor: actor.principal, detail: word) }, of: school)
        return contacts.count
    }

    private static func words(_ restoration: Restoration, _ linksEnded: Int) -> [String] {
        ["RESTORED"] + (restoration.hasImported ? [] : ["WITHOUT_IMPORT"]) + (linksEnded > 0 ? ["links ended \(linksEnded)"] : [])
    }
}
