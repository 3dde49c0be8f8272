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
