public import Invitations

/// Takes in what a report says became of a mail after a relay had it (R23). Anybody can write a report: it counts by its return path alone.
public struct ReportBounce: Sendable {
    /// A report whose return path is ours.
    public struct Genuine: Sendable {
        let mail: NamedMail
        let report: DeliveryReport
    }

    private let returnPaths: ReturnPathAuthority

    public init(_ environment: UseCaseEnvironment) { returnPaths = environment.returnPaths }

    /// The first of the addresses that is ours names the mail. Touches no store. Throws `RETURN_PATH_UNKNOWN`, `INVALID_REPORT`.
    public func verify(_ report: DeliveryReport, returnPaths addresses: [String]) throws(InvitationError) -> Genuine {
        guard (1...Self.returnPathsMax).contains(addresses.count) else {
            throw InvitationError(
                .invalidReport, "Name 1 to \(Self.returnPathsMax) addresses that the report may have come to.", ["field": "return_paths"])
        }
        for address in addresses {
            if let mail = returnPaths.verify(address) { return Genuine(mail: mail, report: report) }
        }
        throw InvitationError(
            .returnPathUnknown, "The report did not come to an address that this service wrote: it is not about a mail of ours.")
    }

    public static let returnPathsMax = 8

    /// A second time, and for a mail that is not known any more or not within `schools`, it changes nothing (R4).
    public func run(
        _ genuine: Genuine, by actor: Actor, within schools: (SchoolID) -> Bool, in transaction: any WriteTransaction
    ) throws -> ReportVerdict {
        guard let named = try transaction.invitation(genuine.mail.nonce), schools(named.school.id),
            genuine.mail.isRevision(mailedAt: named.invitation.mailedAt)
        else { return .unchanged }
        let verdict = named.invitation.verdict(on: genuine.report)
        if verdict == .unchanged { return .unchanged }
        // The words may name somebody of whom nothing is kept but that something happened (R39).
        let detail = named.contact.hasLeft ? genuine.report.status.text : genuine.report.detail
        if named.contact.hasLeft, verdict == .noted { return .unchanged }
        try transaction.record(
            verdict, detail: detail, of: named.contact.key, generation: named.invitation.generation, school: named.school)
        let word =
            switch verdict {
            case .bounced: "BOUNCED"
            case .failed: "REFUSED"
            case .noted, .unchanged: ""
            }
        if !word.isEmpty {
            let event = NewEvent(
                .mailFailed, contact: named.contact.key, actor: actor.principal, detail: "\(word), REPORTED \(genuine.report.status.text)")
            try transaction.append([event], of: named.school)
        }
        return verdict
    }
}
