import Invitations

extension Run {
    func call(_ inviting: Inviting) -> SendCall {
        let selection: SelectionModel =
            switch inviting.selection {
            case .explicit(let contacts): .contacts(contacts.compactMap { pick(Universe.contacts + ["C9"], $0) })
            case .all(let filter, let excluded):
                .matching(pick(Filters.all, filter) ?? Filter(), excluding: excluded.compactMap { pick(Universe.contacts, $0) })
            }
        return SendCall(
            school: pick(Universe.schools + ["school-c"], inviting.school) ?? "", admin: pick(Universe.admins, inviting.admin) ?? "",
            method: inviting.method, selection: selection)
    }

    /// nil: nobody has reviewed anything.
    func planned(_ index: Int, _ misuse: PlanMisuse?) -> SendCall? {
        guard let plan = pick(model.plans, index) else { return nil }
        var call = plan.call
        call.plan = SendCall.PlanUse(index: place(index, of: model.plans.count), isTorn: misuse == .torn)
        switch misuse {
        case .otherAdmin: call.admin = Self.other(than: call.admin)
        case .otherMethod: call.method = call.method == .send ? .reinvite : .send
        case .otherSelection: call.selection = call.selection.other
        case .torn, nil: break
        }
        return call
    }

    /// nil: there was no request yet.
    func retried(_ index: Int, _ change: RetryChange?) -> OfficeCall? {
        guard let request = pick(model.requests, index) else { return nil }
        switch request {
        case .send(var call):
            switch change {
            case .otherBody: call.selection = call.selection.other
            case .otherAdmin: call.admin = Self.other(than: call.admin)
            case .otherMethod: call.method = call.method == .send ? .reinvite : .send
            case nil: break
            }
            return .send(call)
        case .revoke(var call):
            if change == .otherBody { call.reason += "_AGAIN" }
            if change == .otherAdmin { call.admin = Self.other(than: call.admin) }
            return .revoke(call)
        case .setPolicy(var call):
            if change == .otherBody { call.policy.dailyCap += 1 }
            if change == .otherAdmin { call.admin = Self.other(than: call.admin) }
            return .setPolicy(call)
        case .pause(var call):
            if change == .otherBody { call.isPaused.toggle() }
            if change == .otherAdmin { call.admin = Self.other(than: call.admin) }
            return .pause(call)
        }
    }

    static func requestID(_ number: Int) -> String {
        if number < 0 { return "not a uuid" }
        let digits = "\(number)"
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func other(than admin: String) -> String { Universe.admins.first { $0 != admin } ?? admin }
}

extension SelectionModel {
    /// Another selection, of the same kind.
    var other: SelectionModel {
        switch self {
        case .contacts(let ids): ids == ["C9"] ? .contacts(["C0"]) : .contacts(ids + ["C9"])
        case .matching(let filter, let excluded): .matching(filter, excluding: excluded + ["C9"])
        }
    }
}
