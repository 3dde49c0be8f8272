import Invitations

extension Model {
    /// `validate_only` (R14): what Send would do, and a plan token.
    mutating func review(_ call: SendCall) -> [String] {
        guard let school = schools[call.school] else { return [refusalLine(.schoolNotFound)] }
        if let obstacle = school.obstacle { return [refusalLine(obstacle)] }
        switch candidates(call, school) {
        case .failure(let refusal): return [refusal.line]
        case .success(let found):
            if let refusal = overCap(found, school) { return [refusal] }
            plans.append(
                PlanModel(
                    call: call, reviewedAt: now, policyVersion: school.policy.version, seen: seen(found, school)))
            return answer(found, counts(found), call, school)
        }
    }

    /// In the order of R16: the recorded answer, whether the school can invite at all, the plan.
    mutating func send(_ call: SendCall) -> [String] {
        if !Self.isUUID(call.requestID) { return [refusalLine(.invalidRequestID)] }
        guard var school = schools[call.school] else { return [refusalLine(.schoolNotFound)] }
        switch recorded(call.school, call.admin, call.method.rawValue, call.requestID, call.body) {
        case .failure(let refusal): return [refusal.line]
        case .success(.invited(let results, let counts)?): return answer(results, counts, nil, school)
        case .success: break
        }
        if let obstacle = school.obstacle { return [refusalLine(obstacle)] }
        if let plan = call.plan, let refusal = refusal(of: plan, for: call) { return [refusal] }
        let found: [ResultModel]
        switch candidates(call, school) {
        case .failure(let refusal): return [refusal.line]
        case .success(let results): found = results
        }
        if let use = call.plan, let refusal = changed(since: plans[use.index], found, school) { return [refusal] }
        if let refusal = overCap(found, school) { return [refusal] }

        let queue = mails.count
        for result in found where result.outcome == .queued { issue(result.contact, call) }
        let places = leaving[call.school] ?? []
        mails[queue...].sort { (places.firstIndex(of: $0.link.contact) ?? 0) < (places.firstIndex(of: $1.link.contact) ?? 0) }
        school = schools[call.school] ?? school
        let shown = call.selection.isExplicit ? found : found.filter { $0.outcome == .queued }
        record(call.school, call.admin, call.method.rawValue, call.requestID, call.body, .invited(shown, counts: counts(found)))
        return answer(found, counts(found), call, school)
    }

    // MARK: Parts

    /// R42: all of the call or nothing of it.
    private func overCap(_ results: [ResultModel], _ school: SchoolModel) -> String? {
        let asked = results.count { $0.outcome == .queued }
        let left = max(0, school.policy.dailyCap - school.invitedWithinDay(at: now))
        return asked > left ? refusalLine(.dailyCapReached, ["asked": "\(asked)", "left": "\(left)"]) : nil
    }

    private func candidates(_ call: SendCall, _ school: SchoolModel) -> Result<[ResultModel], Refusal> {
        var ids: [String] = []
        switch call.selection {
        case .contacts(let named):
            for id in named where !ids.contains(id) { ids.append(id) }
            if ids.isEmpty { return .failure(Refusal(line: refusalLine(.selectionMissing))) }
        case .matching(let filter, let excluded):
            // R13: the method's own status, which a filter that asks for others excludes.
            let own = call.method.selectAllStatus
            if filter.statuses.isEmpty || filter.statuses.contains(own) {
                var all = filter
                all.statuses = has(.selectAllTakesTheExpired) ? [.notRegistered, .invitationExpired] : [own]
                ids = selected(school, all).filter { !excluded.contains($0) }
            }
        }
        if ids.count > Model.selectionMax {
            return .failure(Refusal(line: refusalLine(.selectionTooLarge, ["count": "\(ids.count)"])))
        }
        return .success(
            ids.map { id in
                guard let contact = school.contacts[id], contact.isPresent else {
                    return ResultModel(contact: id, outcome: .contactNotFound, warnings: [])
                }
                let (outcome, retryAt) = school.outcome(contact, call.method, at: now)
                return ResultModel(contact: id, outcome: outcome, warnings: school.warnings(contact), retryAt: retryAt)
            })
    }

    /// Explicit ids: a line each. Select-all: those queued (R13). A repeated answer has its results chosen already.
    private func answer(_ results: [ResultModel], _ counts: [String], _ call: SendCall?, _ school: SchoolModel) -> [String] {
        let isExplicit = call?.selection.isExplicit ?? true
        return results.filter { isExplicit || $0.outcome == .queued }.map { result in
            let contact = school.contacts[result.contact].flatMap { $0.isPresent ? $0 : nil }
            return resultLine(
                result.contact, result.outcome, name: contact?.name.full ?? "", email: contact?.email ?? "", warnings: result.warnings,
                retryAt: result.retryAt)
        } + counts
    }

    private func counts(_ results: [ResultModel]) -> [String] {
        Outcome.allCases.compactMap { outcome in
            let count = results.count { $0.outcome == outcome }
            return count > 0 ? "\(count) \(outcome)" : nil
        }
    }

    /// R17, R18: the next generation with its mail; what was live before is superseded and its mail ends (R24).
    private mutating func issue(_ id: String, _ call: SendCall) {
        guard var contact = schools[call.school]?.contacts[id] else { return }
        cancelMail(of: id, at: call.school)
        contact = schools[call.school]?.contacts[id] ?? contact
        if contact.live != nil { contact.invitations[contact.invitations.count - 1].standing = .superseded(at: now) }
        let address = Universe.address(contact.email)
        // As built: "not me" was said of an address, and stays with it until another is invited (R43).
        if contact.latest?.addressKey != address.key { contact.declined = false }
        contact.emailChanged = false
        contact.invitations.append(InvitationModel(invitedAt: now, address: address.wire, addressKey: address.key ?? ""))
        schools[call.school]?.contacts[id] = contact
        schools[call.school]?.invited[now / 3_600_000, default: 0] += 1
        let link = Link(school: call.school, contact: id, generation: contact.invitations.count - 1)
        links.append(link)
        mails.append(MailModel(link: link, due: now))
        note(
            call.school, call.method == .send ? "INVITED" : "REINVITED", id, actor: call.admin, "generation \(contact.invitations.count)")
    }

    /// As many as a roster has here: only a call that also names a stranger is too large.
    static let selectionMax = 6
}
