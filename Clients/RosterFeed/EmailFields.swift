/// Picks one address out of the four fields of a feed, each of which may hold several (R33).
enum EmailFields {
    /// The first address that can be mailed, in the order `primary`, `email`, `home`, `work`; without one, the first that has an
    /// address's shape; without that, the first text at all, so that the service can say that it is wrong rather than missing. "" when
    /// the fields hold nothing.
    static func address(of emails: WondeEmails?) -> String {
        guard let emails else { return "" }
        let texts = [emails.primary, emails.email, emails.home, emails.work].flatMap { addresses(in: $0 ?? "") }
        return texts.first(where: isMailable) ?? texts.first(where: hasShape) ?? texts.first ?? ""
    }

    /// The parts between commas and semicolons, trimmed, without empty ones.
    static func addresses(in field: String) -> [String] {
        field.unicodeScalars.split { $0 == "," || $0 == ";" }.compactMap { part in
            let trimmed = part.drop(while: \.properties.isWhitespace).reversed().drop(while: \.properties.isWhitespace).reversed()
            return trimmed.isEmpty ? nil : String(String.UnicodeScalarView(trimmed))
        }
    }

    /// Every relay takes it: the part before the `@` is ASCII.
    private static func isMailable(_ text: String) -> Bool {
        hasShape(text) && text.prefix { $0 != "@" }.allSatisfy(\.isASCII)
    }

    /// One `@` with something on either side, no spaces and no brackets. The service looks closer (R22).
    private static func hasShape(_ text: String) -> Bool {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        return sides.count == 2 && sides.allSatisfy { !$0.isEmpty } && !text.contains { $0.isWhitespace || $0 == "<" || $0 == ">" }
    }
}
