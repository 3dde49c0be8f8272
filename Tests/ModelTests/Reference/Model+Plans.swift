import Invitations

extension Model {
    /// Everything that an administrator sees of each contact in a review.
    func seen(_ results: [ResultModel], _ school: SchoolModel) -> [String: String] {
        var seen: [String: String] = [:]
        for result in results {
            let contact = school.contacts[result.contact].flatMap { $0.isPresent ? $0 : nil }
            let facts = has(.planIgnoresNewFacts) ? "" : "\(contact?.name.full ?? "") \(contact?.email ?? "") \(result.warnings)"
            seen[result.contact] = "\(result.outcome) \(facts)"
        }
        return seen
    }

    /// R14: bound to school, administrator, method and selection, and good for an hour.
    func refusal(of use: SendCall.PlanUse, for call: SendCall) -> String? {
        let plan = plans[use.index]
        let isOurs =
            plan.call.school == call.school && plan.call.admin == call.admin && plan.call.method == call.method
            && plan.call.selection.asSet == call.selection.asSet
        if use.isTorn || !isOurs { return refusalLine(.invalidPlanToken) }
        return now < plan.reviewedAt + 3_600_000 ? nil : refusalLine(.planTokenExpired)
    }

    /// R14: precisely that plan, or nothing, naming who changed.
    func changed(since plan: PlanModel, _ results: [ResultModel], _ school: SchoolModel) -> String? {
        let current = seen(results, school)
        let changed = Set(current.keys).union(plan.seen.keys).filter { current[$0] != plan.seen[$0] }
        if changed.isEmpty && plan.policyVersion == school.policy.version { return nil }
        // Who left the school is counted and has no name any more.
        let named = changed.filter { current[$0] != nil || school.contacts[$0]?.isPresent == true }
        return refusalLine(.planChanged, ["changed": "\(changed.count)", "contact_ids": named.sorted().joined(separator: ",")])
    }
}
