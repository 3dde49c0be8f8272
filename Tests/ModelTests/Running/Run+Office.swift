import Invitations

extension Run {
    /// What an office does beside inviting.
    func office(_ step: Step) async throws {
        switch step {
        case .revoke(let office, let contact, let reason, let request):
            try await first(.revoke(revocation(office, contact, reason, request)), "revoke")
        case .setPolicy(let office, let change, let isStale, let request):
            let (school, admin) = names(office)
            var policy = model.schools[school]?.policy ?? SchoolPolicy()
            let version = isStale ? policy.version - 1 : policy.version
            change.apply(to: &policy)
            let call = PolicyCall(school: school, admin: admin, policy: policy, version: version, requestID: Self.requestID(request))
            try await first(.setPolicy(call), "set policy")
        case .pause(let office, let isPaused, let request):
            let (school, admin) = names(office)
            let call = PauseCall(school: school, admin: admin, isPaused: isPaused, requestID: Self.requestID(request))
            try await first(.pause(call), "pause")
        case .clearBounce(let office, let contact):
            let ((school, admin), contact) = (names(office), Self.contact(contact))
            compare(
                "clear bounce", "\(admin) clears the bounce of \(contact) of \(school)", model.clearBounce(contact, school, by: admin),
                try await service.clearBounce(contact, school, by: admin))
        case .liftOrders(let office, let contact, let pupil, let reason):
            let ((school, admin), contact) = (names(office), Self.contact(contact))
            let pupil = pupil.flatMap { pick(Universe.pupils, $0) }
            compare(
                "lift orders", "\(admin) lifts the orders on \(contact) of \(school) for \(pupil ?? "all")",
                model.liftOrders(contact, pupil: pupil, school, reason: reason.rawValue, by: admin),
                try await service.liftOrders(contact, pupil: pupil, school, reason: reason.rawValue, by: admin))
        case .erase(let office, let contact):
            let ((school, admin), contact) = (names(office), Self.contact(contact))
            compare(
                "erase", "\(admin) erases \(contact) of \(school)", model.erase(contact, school, by: admin),
                try await service.erase(contact, school, by: admin))
        case .releaseMail(let office, let how):
            let (school, admin) = names(office)
            let words = (how.withoutImport ? ", without import" : "") + (how.endsLinks ? ", ending links" : "")
            compare(
                "release mail", "\(admin) releases \(school)\(words)", model.releaseMail(school, how, by: admin),
                try await service.releaseMail(school, how, by: admin))
        default: break
        }
    }

    func revocation(_ office: Office, _ contact: Int, _ reason: Reason, _ request: Int) -> RevokeCall {
        let (school, admin) = names(office)
        return RevokeCall(
            school: school, admin: admin, contact: Self.contact(contact), reason: reason.rawValue, requestID: Self.requestID(request))
    }

    /// A call with a request id, for the first time.
    func first(_ call: OfficeCall, _ kind: String) async throws {
        model.requests.append(call)
        try await perform(call, kind)
    }

    func perform(_ call: OfficeCall, _ kind: String) async throws {
        switch call {
        case .send(let call):
            model.leaving[call.school] = try await service.contactsAsStored(call.school)
            let plan = call.plan.map { ", plan \($0.index)\($0.isTorn ? " torn" : "")" } ?? ""
            compare(
                kind, "\(call.admin) \(call.method)s in \(call.school): \(call.selection), request \(call.requestID.suffix(4))\(plan)",
                model.send(call), try await service.send(call))
        case .revoke(let call):
            compare(
                kind, "\(call.admin) revokes \(call.contact) of \(call.school) \(call.reason), request \(call.requestID.suffix(4))",
                model.revoke(call), try await service.revoke(call))
        case .setPolicy(let call):
            compare(
                kind, "\(call.admin) sets \(call.school)'s policy of version \(call.version), request \(call.requestID.suffix(4))",
                model.setPolicy(call), try await service.setPolicy(call))
        case .pause(let call):
            compare(
                kind, "\(call.admin) \(call.isPaused ? "pauses" : "resumes") \(call.school), request \(call.requestID.suffix(4))",
                model.pause(call), try await service.pause(call))
        }
    }

    private func names(_ office: Office) -> (school: String, admin: String) {
        (pick(Universe.schools + ["school-c"], office.school) ?? "", pick(Universe.admins, office.admin) ?? "")
    }

    private static func contact(_ index: Int) -> String { pick(Universe.contacts + ["C9"], index) ?? "" }
}
