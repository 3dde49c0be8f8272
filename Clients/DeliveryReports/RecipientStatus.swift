/// What a status part says of one recipient (RFC 3464 section 2.3).
struct RecipientStatus: Equatable {
    var action: ReadReport.Action
    var status: String
    var diagnostic: String

    private static let recipientsMax = 100

    /// Our mails have one recipient. Where a forwarder made several of it, one that got it, or may yet, weighs more than one that did not.
    static func ofTheMail(in body: [UInt8]) -> RecipientStatus? {
        let all = groups(of: body).compactMap(RecipientStatus.init)
        return all.first { $0.action != .failed } ?? all.first { $0.status.hasPrefix("5.1.") } ?? all.first
    }

    /// nil: not about a recipient, or without an action. A group that names no status, or one of another form, has the code in its diagnostic, or
    /// the vaguest of its class.
    private init?(_ header: MIMEHeader) {
        guard let said = header.value("action")?.lowercased(),
            let action = ReadReport.Action(rawValue: String(said.prefix { $0.isASCII && $0.isLetter }))
        else { return nil }
        self.action = action
        // `smtp; 550 5.1.1 <imogen@example.net>: user unknown`
        let diagnosis = header.value("diagnostic-code") ?? ""
        let words = diagnosis.firstIndex(of: ";").map { diagnosis[diagnosis.index(after: $0)...] } ?? diagnosis[...]
        diagnostic = String(decoding: words.drop { $0 == " " }.utf8.prefix(ReadReport.diagnosticBytesMax), as: UTF8.self)
        let vaguest = action == .failed ? "5.0.0" : action == .delayed ? "4.0.0" : "2.0.0"
        status = Self.code(header.value("status") ?? "") ?? Self.code(diagnostic) ?? vaguest
    }

    /// The first enhanced status code of a text.
    private static func code(_ text: String) -> String? {
        for word in text.prefix(200).split(whereSeparator: { !($0.isASCII && $0.isNumber) && $0 != "." }) {
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count == 3, ["2", "4", "5"].contains(parts[0]), parts.dropFirst().allSatisfy({ (1...3).contains($0.count) }) {
                return String(word)
            }
        }
        return nil
    }

    /// The groups of fields between empty lines.
    private static func groups(of body: [UInt8]) -> [MIMEHeader] {
        var groups: [MIMEHeader] = []
        var rest = body[...]
        while !rest.isEmpty, groups.count < recipientsMax {
            var next = rest.startIndex
            let group = MIMEHeader(rest, bodyStart: &next)
            if !group.isEmpty { groups.append(group) }
            rest = rest[next...]
        }
        return groups
    }
}
