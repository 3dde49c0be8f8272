public import InvitationAPI

extension Contact {
    /// Who the contact is and how it stands, for a look before a deed and after it.
    public var standingText: String { standing(obstacle: "").text }

    /// Who, in which status, at which address, and whether inviting is possible or why not.
    ///
    /// - Parameter obstacle: why nobody of the school can be invited; empty: nothing.
    func standing(obstacle: String) -> Facts {
        var facts = Facts()
        facts.add("contact", [name, "(\(id))"].filter { !$0.isEmpty }.joined(separator: " "))
        if !relationship.isEmpty { facts.add("relationship", relationship) }
        facts.add("email address", email.isEmpty ? "none" : email)
        facts.add("status", status.name)
        let own = invitable ? nil : OutcomeWords.text(notInvitableBecause, contact: id)
        if obstacle.isEmpty {
            facts.add("can be invited", own.map { "no: \($0)" } ?? "yes")
        } else {
            facts.add(
                "can be invited",
                [
                    "no, nobody of the school at present: \(ObstacleWords.text(obstacle))",
                    own.map { "nor otherwise: \($0)" } ?? "otherwise yes",
                ])
        }
        return facts
    }
}

extension GetContactResponse {
    /// What a person should see before doing something to the contact that cannot be undone.
    public var summary: String {
        var facts = (contact ?? Contact()).standing(obstacle: "")
        facts.add("children", pupils.isEmpty ? ["none"] : pupils.map { "\($0.name) (\($0.id))" })
        if !courtOrderPupilIDs.isEmpty { facts.add("court order", "with respect to \(courtOrderPupilIDs.joined(separator: ", "))") }
        if !accountID.isEmpty { facts.add("account", accountID) }
        return facts.text
    }
}
