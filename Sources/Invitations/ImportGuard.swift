/// Holds back an import that would take away too much at once (R35): more often a broken export than a school that shrank.
public struct ImportGuard: Sendable, Hashable {
    /// The roster in place.
    public var contacts: Int64
    public var courtOrders: Int64
    /// What the import would do to it.
    public var removedContacts: Int64
    public var liftedCourtOrders: Int64

    public init(contacts: Int64, courtOrders: Int64, removedContacts: Int64, liftedCourtOrders: Int64) {
        self.contacts = contacts
        self.courtOrders = courtOrders
        self.removedContacts = removedContacts
        self.liftedCourtOrders = liftedCourtOrders
    }

    /// Why the import is to be confirmed by a person, in words and numbers; empty: it may go on.
    public func objection(under policy: SchoolPolicy) -> String {
        var objections: [String] = []
        if removedContacts * 100 > contacts * Int64(policy.removalGuardPercent) {
            objections.append("it would remove \(removedContacts) of \(contacts) contacts, more than \(policy.removalGuardPercent) %")
        }
        if liftedCourtOrders > 1 && liftedCourtOrders * 100 > courtOrders * Int64(policy.liftGuardPercent) {
            objections.append("it would lift \(liftedCourtOrders) of \(courtOrders) court orders, more than \(policy.liftGuardPercent) %")
        }
        return objections.joined(separator: "; ")
    }
}
