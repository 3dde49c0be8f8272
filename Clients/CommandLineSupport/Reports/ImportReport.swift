public import InvitationAPI

extension ImportRosterResponse {
    /// What the import did, one count a line; what stayed at zero is left out. (R35, R36)
    ///
    /// - Parameter confirming: the command that confirms a withheld import.
    public func text(width: Int?, confirming command: String) -> String {
        var table = Table(["COUNT", "OF"])
        let lines: [(Int64, String)] = [
            (pupils, "pupils"), (contacts, "contacts"), (contactsAdded, "contacts added"), (contactsChanged, "contacts changed"),
            (contactsRemoved, "contacts removed"), (contactsUnchanged, "contacts unchanged"),
            (invitationsRevoked, "invitations revoked"), (mailsCancelled, "emails cancelled"), (contactsSuspended, "contacts suspended"),
            (courtOrdersAdded, "court orders added"), (courtOrdersLifted, "court orders lifted"),
            (pairsTrue, "pairs with a court order"), (pairsFalse, "pairs without a court order"),
            (pairsAbsent, "pairs where the MIS does not say"),
        ]
        for (count, name) in lines where count != 0 || name == "pupils" || name == "contacts" { table.add(["\(count)", name]) }
        if unchanged { return table.text(width: width) + "\nThe roster said all of this already: nothing changed.\n" }
        guard !withheldDigest.isEmpty else { return table.text(width: width) }
        return table.text(width: width) + """

            The import is WITHHELD, and the old roster stays: \(TerminalText.safe(withheldBecause))
            New court orders of the feed apply all the same: they were applied at once.
            If the feed is right, confirm exactly this one:
              \(TerminalText.safe(command))

            """
    }
}
