public import InvitationAPI

extension LiftCourtOrderResponse {
    /// With respect to whom an order was lifted, whether the address was freed, and how the contact stands now. (R8, R21)
    public var text: String {
        var lifted: [String] = []
        if !pupilIDs.isEmpty { lifted.append("Court orders were lifted with respect to \(pupilIDs.joined(separator: ", ")).") }
        if addressFreed { lifted.append("Nobody whom the roster does not show stands against the address any more.") }
        let text = lifted.isEmpty ? "There was no court order to lift." : lifted.joined(separator: " ")
        return TerminalText.safe(text) + "\n" + (contact?.standingText ?? "")
    }
}

extension PauseResponse {
    /// One sentence. (R42)
    public var text: String { paused ? "The school's email is paused." : "The school's email goes out." }
}

extension ReleaseResponse {
    /// One line. (R41)
    public var text: String {
        let links = linksEnded == 0 ? "" : " \(linksEnded) link\(linksEnded == 1 ? " was" : "s were") ended."
        return "\(mails) email\(mails == 1 ? "" : "s") may go now.\(links)\n"
    }
}
