internal import InvitationAPI

extension InvitingResponse {
    /// Who is invited and who is not, and how many of each; until when to wait where a cooldown is not over (R42).
    public func text(width: Int?) -> String {
        let isAnyoneTooSoon = results.contains { $0.retryAt != nil }
        var table = Table(["CONTACT", "NAME", "EMAIL", "OUTCOME"] + (isAnyoneTooSoon ? ["NOT BEFORE"] : []) + ["WARNINGS"])
        for result in results {
            table.add(
                [result.contactID, result.fullName, result.email, result.outcome.name]
                    + (isAnyoneTooSoon ? [result.retryAt?.text ?? ""] : []) + [result.warnings.map(\.name).joined(separator: " ")])
        }
        var totals = Table(["CONTACTS", "OUTCOME"])
        for count in counts { totals.add(["\(count.contacts)", count.outcome.name]) }
        return [results.isEmpty ? nil : table, totals].compactMap { $0?.text(width: width) }.joined(separator: "\n")
    }
}
