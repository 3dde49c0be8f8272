import Invitations

/// What an office decides (R23, R37, R42, R43).
extension Model {
    /// R37: registered becomes not registered, a live link dies. Answers the contact as it is then; the same call again, the same (R16).
    mutating func revoke(_ call: RevokeCall) -> [String] {
        if call.reason.contains(where: \.isLowercase) { return [refusalLine(.invalidReason)] }
        guard schools[call.school] != nil else { return [refusalLine(.schoolNotFound)] }
        if !Self.isUUID(call.requestID) { return [refusalLine(.invalidRequestID)] }
        switch recorded(call.school, call.admin, "Revoke", call.requestID, call.body) {
        case .failure(let refusal): return [refusal.line]
        case .success(nil):
            guard let contact = present(call.contact, call.school) else { return [refusalLine(.contactNotFound)] }
            let isSomething = contact.live != nil || contact.account != nil
            cancelMail(of: contact.id, at: call.school)
            takeBack(contact.id, at: call.school, .byAdministrator)
            schools[call.school]?.contacts[contact.id]?.account = nil
            schools[call.school]?.contacts[contact.id]?.registeredAt = nil
            if isSomething {
                let detail = ["BY_ADMINISTRATOR", call.reason].filter { !$0.isEmpty }.joined(separator: ", ")
                note(call.school, "REVOKED", contact.id, account: contact.account, actor: call.admin, detail)
            }
            guard let school = schools[call.school], let revoked = school.contacts[contact.id] else { return [] }
            let answer = standing(of: revoked, school)
            record(call.school, call.admin, "Revoke", call.requestID, call.body, .revoked(answer))
            return [self.revoked(contact.id, answer, school.id)]
        case .success(.revoked(let answer)?):
            guard has(.repeatedRevocationIsReadAnew) else { return [revoked(call.contact, answer, call.school)] }
            guard let school = schools[call.school], let contact = present(call.contact, call.school) else {
                return [refusalLine(.contactNotFound)]
            }
            return [revoked(contact.id, standing(of: contact, school), school.id)]
        case .success: return []
        }
    }

    mutating func setPolicy(_ call: PolicyCall) -> [String] {
        answeredOnce(call.school, call.admin, "SetPolicy", call.requestID, call.body) { model, school in
            if !(1...60).contains(call.policy.validityDays) { return refusalLine(.invalidPolicy) }
            if call.version != school.policy.version { return refusalLine(.policyChanged) }
            school.policy = call.policy
            school.policy.version = call.version + 1
            model.schools[school.id] = school
            model.note(school.id, "POLICY_CHANGED", nil, actor: call.admin, "version \(school.policy.version)")
            return nil
        }
    }

    /// R42: nothing is sent until the office lets it go on; then what was held is due at once.
    mutating func pause(_ call: PauseCall) -> [String] {
        answeredOnce(call.school, call.admin, "Pause", call.requestID, call.body) { model, school in
            if school.isPaused == call.isPaused { return nil }
            school.isPaused = call.isPaused
            school.policy.version += 1
            model.schools[school.id] = school
            if !call.isPaused { model.release(school.id, [.paused]) }
            model.note(school.id, call.isPaused ? "PAUSED" : "RESUMED", nil, actor: call.admin, "version \(school.policy.version)")
            return nil
        }
    }

    /// R23, R41: the mail that waits for an operator, and the links of a restored school.
    mutating func releaseMail(_ id: String, _ how: Releasing, by admin: String) -> [String] {
        guard let school = schools[id] else { return [refusalLine(.schoolNotFound)] }
        let isUntold = school.restored.map { school.isLinked && !$0.hasImported } ?? false
        if isUntold && !how.withoutImport && !has(.releaseNeedsNoImport) { return [refusalLine(.importRequired)] }
        var words: [String] = []
        var ended: [ContactModel] = []
        if let restored = school.restored {
            if how.endsLinks { ended = school.linked(issuedUntil: restored.copiedAt, at: now) }
            for contact in ended {
                cancelMail(of: contact.id, at: id)
                takeBack(contact.id, at: id, .restored)
                note(id, "REVOKED", contact.id, actor: admin, "RESTORED")
            }
            schools[id]?.restored = nil
            words.append("RESTORED")
            if !restored.hasImported { words.append("WITHOUT_IMPORT") }
            if !ended.isEmpty { words.append("links ended \(ended.count)") }
        }
        let count = release(id, [.letter, .tokenKey, .restored, .byOperator, .quarantined])
        if count > 0 || !words.isEmpty {
            note(id, "MAIL_RELEASED", nil, actor: admin, (["mails \(count)"] + words).joined(separator: ", "))
        }
        return ["\(count) released, \(ended.count) ended"]
    }

    @discardableResult
    mutating func release(_ school: String, _ causes: Set<HoldCause>) -> Int {
        let held = mails.indices.filter { index in
            mails[index].link.school == school && mails[index].isOpen && mails[index].due == nil
                && mails[index].hold.map(causes.contains) ?? false
        }
        for index in held { mails[index].due = now }
        return held.count
    }

    func present(_ contact: String, _ school: String) -> ContactModel? {
        schools[school]?.contacts[contact].flatMap { $0.isPresent ? $0 : nil }
    }

    /// A live link is dead from now on.
    mutating func takeBack(_ contact: String, at school: String, _ reason: RevocationReason) {
        guard schools[school]?.contacts[contact]?.live != nil, let last = schools[school]?.contacts[contact]?.invitations.indices.last
        else { return }
        schools[school]?.contacts[contact]?.invitations[last].standing = .revoked(reason)
    }

    /// A repeated call answers what it answered the first time (R16).
    private mutating func answeredOnce(
        _ id: String, _ admin: String, _ method: String, _ requestID: String, _ body: String,
        _ act: (inout Model, inout SchoolModel) -> String?
    ) -> [String] {
        guard var school = schools[id] else { return [refusalLine(.schoolNotFound)] }
        if !Self.isUUID(requestID) { return [refusalLine(.invalidRequestID)] }
        switch recorded(id, admin, method, requestID, body) {
        case .failure(let refusal): return [refusal.line]
        case .success(.lines(let lines)?): return lines
        case .success:
            if let refusal = act(&self, &school) { return [refusal] }
            let answer = [policyLine(school.policy, isPaused: school.isPaused)]
            record(id, admin, method, requestID, body, .lines(answer))
            return answer
        }
    }
}
