public import InvitationAPI

extension GetPolicyResponse {
    /// How the school stands, and what its office decided.
    public func text(width: Int?) -> String {
        let school = school ?? School()
        var facts = Facts()
        facts.add("school", [school.name, "(\(school.id))"].filter { !$0.isEmpty }.joined(separator: " "))
        facts.add("time zone", school.timeZone)
        facts.add("MIS", school.misLinked ? "linked" : "not linked")
        facts.add("roster", "\(school.pupils) pupils, \(school.contacts) contacts; imports that changed it: \(school.imports)")
        facts.add("court orders", school.courtOrderData ? "the feed speaks of them" : "the feed never spoke of them")
        facts.add("email", school.paused ? "paused" : "goes out")
        if school.restored { facts.add("restored", "from a backup; links and email wait for invitationctl outbox release") }
        facts.add("inviting", school.obstacle.isEmpty ? "possible" : "impossible at present: \(ObstacleWords.text(school.obstacle))")
        facts.add("invited", "\(school.invitedWithinDay)\(policy.map { " of \($0.dailyCap)" } ?? "") within 24 hours")
        return facts.text + "\n" + policyText(width: width)
    }

    /// What the office decided, and the options of `school policy` that decide otherwise.
    public func policyText(width: Int?) -> String {
        var table = Table(["POLICY", "VALUE", "OPTION"])
        for term in (policy ?? SchoolPolicy()).terms { table.add([term.name, term.value, term.option]) }
        return table.text(width: width) + "\nEtag \(TerminalText.safe(etag))\n"
    }
}

/// One thing of a policy, for people.
struct PolicyTerm: Sendable, Equatable {
    let name: String
    let value: String
    /// Of `school policy`.
    let option: String
}

extension SchoolPolicy {
    /// In the contract's order.
    var terms: [PolicyTerm] {
        func yes(_ isSo: Bool) -> String { isSo ? "yes" : "no" }
        return [
            PolicyTerm(name: "days a link works", value: "\(validityDays)", option: "--validity-days"),
            PolicyTerm(
                name: "parental responsibility is required", value: yes(requiresParentalResponsibility),
                option: "--require-parental-responsibility"),
            PolicyTerm(
                name: "a feed without court orders is acknowledged", value: yes(acknowledgesMissingCourtOrderData),
                option: "--acknowledge-missing-court-orders"),
            PolicyTerm(name: "minutes before inviting again", value: "\(reinviteCooldownMinutes)", option: "--cooldown-minutes"),
            PolicyTerm(name: "invitations within 24 hours", value: "\(dailyCap)", option: "--daily-cap"),
            PolicyTerm(name: "% of contacts an import may remove", value: "\(removalGuardPercent)", option: "--removal-guard-percent"),
            PolicyTerm(name: "% of court orders an import may lift", value: "\(liftGuardPercent)", option: "--lift-guard-percent"),
            PolicyTerm(name: "days leavers are kept", value: "\(leaverRetentionDays)", option: "--leaver-retention-days"),
            PolicyTerm(name: "days the history is kept", value: "\(eventRetentionDays)", option: "--event-retention-days"),
        ]
    }

    /// What is otherwise than it was, one thing a line; nothing if it is the same.
    public func differences(from old: SchoolPolicy) -> String {
        zip(old.terms, terms).filter { $0 != $1 }.map { "\($1.name): \($1.value), was \($0.value)\n" }.joined()
    }
}
