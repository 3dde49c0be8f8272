public import InvitationAPI

extension ReportBounceResponse {
    /// One line. (R23)
    public var text: String {
        switch verdict {
        case .bounced: "BOUNCED: the address takes no mail.\n"
        case .failed: "FAILED: the email will not arrive.\n"
        case .noted: "NOTED: the email is being tried still.\n"
        default: "UNCHANGED: nothing new, or nothing that matters.\n"
        }
    }
}

extension ListMailResponse {
    /// The queue by age in minutes, as `qshape` shows it: all together, and below that by school and state.
    public func text(width: Int?) -> String {
        let ages = ageMinutes.map { "\($0)" } + (ageMinutes.last.map { ["\($0)+"] } ?? [])
        var table = Table(["SCHOOL", "STATE", "T"] + ages)
        let sums = ages.indices.map { age in rows.reduce(Int64(0)) { $0 + ($1.counts.indices.contains(age) ? $1.counts[age] : 0) } }
        table.add(["TOTAL", "", "\(sums.reduce(0, +))"] + sums.map { "\($0)" })
        for row in rows {
            table.add([row.schoolID, row.state.shownName, "\(row.counts.reduce(0, +))"] + row.counts.map { "\($0)" })
        }
        return table.text(width: width)
    }
}

extension GetMailResponse {
    /// One mail on one screen; ids and words, nothing personal. (R39)
    public func text(now: Timestamp, width: Int?) -> String {
        var facts = Facts()
        facts.add("state", [state.shownName, heldBecause].filter { !$0.isEmpty }.joined(separator: ": "))
        facts.add("asked for", told(queuedAt, now))
        facts.add("first attempt", told(mailedAt, now))
        facts.add("next attempt", told(dueAt, now))
        facts.add("attempts", "\(attempts)")
        facts.add("return path", returnPathWord.isEmpty ? "none" : "+\(returnPathWord)")
        var table = Table(["TIME", "KIND", "ACTOR", "DETAIL"])
        for event in events { table.add([event.at?.secondText ?? "", event.kind, event.actor, event.detail]) }
        return facts.text + "\n" + table.text(width: width)
    }

    private func told(_ instant: Timestamp?, _ now: Timestamp) -> String {
        instant.map { "\($0.secondText), \($0.words(at: now))" } ?? "none"
    }
}

extension RetryResponse {
    /// One line.
    public var text: String { "\(mails) email\(mails == 1 ? " is" : "s are") due now.\n" }
}

extension HoldResponse {
    /// One line.
    public var text: String { "\(mails) email\(mails == 1 ? " waits" : "s wait") for invitationctl outbox release.\n" }
}
