public import InvitationAPI

extension ListContactsResponse {
    /// The list as a table: a pupil's name stands beside its first contact. Below it what stands against inviting anybody (R11).
    public func text(width: Int?) -> String {
        var table = Table(["PUPIL", "CLASS", "CONTACT", "NAME", "EMAIL", "STATUS", "INVITABLE", "EMAIL STATE", "UNTIL"])
        for entry in pupils {
            let pupil = entry.pupil ?? Pupil()
            if entry.contacts.isEmpty { table.add([pupil.listedName, pupil.place, "", "(no contacts)"]) }
            for (index, contact) in entry.contacts.enumerated() {
                let head = index == 0 ? [pupil.listedName, pupil.place] : ["", ""]
                table.add(
                    head + [
                        contact.id, contact.name, contact.email, contact.status.name,
                        contact.invitable ? "yes" : contact.notInvitableBecause.shownName, contact.delivery.shownName,
                        contact.expiresAt?.day ?? "",
                    ])
            }
        }
        var text = table.text(width: width)
        if !counts.isEmpty {
            var totals = Table(["CONTACTS", "STATUS"])
            for count in counts { totals.add(["\(count.contacts)", count.status.name]) }
            text += "\n" + totals.text(width: width)
        }
        if !obstacle.isEmpty { text += "\nNobody of the school can be invited at present: \(ObstacleWords.text(obstacle))\n" }
        if !nextPageToken.isEmpty { text += "\nMore: --page-token \(TerminalText.safe(nextPageToken)), or --all for every page.\n" }
        return text
    }
}
