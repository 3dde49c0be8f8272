public import InvitationAPI

extension RedeemResponse {
    /// What the parent's page shows.
    public func text(width: Int?) -> String {
        var table = Table(["WHAT", "VALUE"])
        table.add(["school", schoolName])
        table.add(["contact", [title, forename, surname].filter { !$0.isEmpty }.joined(separator: " ")])
        table.add(["children", childForenames.joined(separator: ", ")])
        if let expiresAt { table.add(["valid until", expiresAt.text]) }
        if !contactID.isEmpty { table.add(["registered", "contact \(contactID) of school \(schoolID)"]) }
        return table.text(width: width)
    }
}

extension DeclineResponse {
    /// All there is to say: whose link it was is nobody's business here. (R43)
    public var text: String { "The invitation has ended, and the office will see that the address was not the right one.\n" }
}

extension CheckAccessResponse {
    /// What the account may see, school by school. (R38)
    public func text(width: Int?) -> String {
        guard !access.isEmpty else { return "This account was never bound to a contact.\n" }
        var table = Table(["SCHOOL", "CONTACT", "ACCESS", "PUPILS"])
        for access in access {
            table.add([access.schoolID, access.contactID, access.granted ? "yes" : "no", access.pupilIDs.joined(separator: " ")])
        }
        return table.text(width: width)
    }
}
