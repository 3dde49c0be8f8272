public import InvitationAPI

extension PreviewEmailResponse {
    /// The headers that a parent sees, and the text part. (R19)
    public var page: String {
        let headers = [("From", from), ("Reply-To", replyTo), ("To", to), ("Subject", subject)].filter { !$0.1.isEmpty }
        return headers.map { "\($0.0): \(TerminalText.safe($0.1))\n" }.joined() + "\n" + textPart
    }

    /// The text part alone, its lines made safe one by one.
    public var textPart: String {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { TerminalText.safe(String($0)) + "\n" }.joined()
    }
}
