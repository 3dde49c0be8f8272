public import Invitations

/// What became of each selected contact, or would.
public struct InviteAnswer: Sendable, Hashable {
    /// Explicit ids: all, in the order of the request. Select-all: those queued, in list order.
    public var results: [InviteResult]
    /// Over all that were selected, by outcome; those that occur.
    public var counts: [OutcomeCount]
    /// Of a review; else empty.
    public var planToken = ""

    /// How many of those selected have an outcome.
    public struct OutcomeCount: Sendable, Hashable {
        public var outcome: Outcome
        public var contacts: Int
    }
}

/// One contact's line of a review or an answer.
public struct InviteResult: Sendable, Hashable {
    public var contact: ContactID
    public var outcome: Outcome
    /// Empty for an unknown contact.
    public var fullName: String
    /// As the MIS has it now; empty for none.
    public var email: String
    public var warnings: [Warning]
    /// With `TOO_SOON`: when the cooldown is over (R42).
    public var retryAt: Instant?
}

extension InviteAnswer {
    init(of candidates: [Candidate], selection: Selection) {
        var contacts: [Outcome: Int] = [:]
        for candidate in candidates { contacts[candidate.eligibility.outcome, default: 0] += 1 }
        let isExplicit = if case .contacts = selection { true } else { false }
        results = candidates.lazy.filter { isExplicit || $0.eligibility.outcome == .queued }.map(InviteResult.init)
        counts = Outcome.allCases.compactMap { outcome in
            contacts[outcome].map { OutcomeCount(outcome: outcome, contacts: $0) }
        }
    }
}

extension InviteResult {
    init(_ candidate: Candidate) {
        self.init(
            contact: candidate.id, outcome: candidate.eligibility.outcome, fullName: candidate.contact?.name.full ?? "",
            email: candidate.contact?.email ?? "", warnings: candidate.eligibility.warnings, retryAt: candidate.eligibility.retryAt)
    }
}
