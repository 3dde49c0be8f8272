public import InvitationAPI
internal import ProtobufJSON

extension ContactEvent {
    /// The event as one line: sequence, time, kind, contact, actor, detail. What is not known is `-`, so that fields can be counted. (R38)
    public var line: String {
        let fields = [("\(sequence)", 8), (at?.text ?? "", 24), (kind, 20), (contactID, 14), (actor, 16), (shownDetail, 0)]
        return fields.map { text, width in
            let shown = text.isEmpty ? "-" : TerminalText.safe(text)
            return shown + String(repeating: " ", count: max(0, width - TerminalText.width(shown)))
        }.joined(separator: "  ") + "\n"
    }

    /// The event as one line of JSON Lines.
    public func jsonLine() throws -> String { try MessageJSON.value(self).text(.compact) + "\n" }

    /// With the account, where one was concerned.
    fileprivate var shownDetail: String {
        [detail, accountID.isEmpty ? "" : "account \(accountID)"].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension [ContactEvent] {
    /// Events of one contact.
    var table: Table {
        var table = Table(["SEQUENCE", "TIME", "KIND", "ACTOR", "DETAIL"])
        for event in self { table.add(["\(event.sequence)", event.at?.secondText ?? "", event.kind, event.actor, event.shownDetail]) }
        return table
    }
}

extension ListContactEventsResponse {
    /// A contact's history, the newest first. (R38)
    public func text(width: Int?) -> String {
        let table = events.table.text(width: width)
        return nextPageToken.isEmpty ? table : table + "\nThere are earlier ones: --all shows every one that is kept.\n"
    }
}
