import Invitations

extension Run {
    /// Both sides do the same, one after the other; the service in one group commit. Members that are refused undo only themselves.
    func together(_ steps: [Step]) async throws {
        // Named before any of them is done, as by clients that know nothing of each other.
        var members: [Member] = []
        for step in steps {
            if let member = try await member(step) { members.append(member) }
        }
        if members.isEmpty { return }
        let expected = members.map { $0.answer(&model) }
        let actual = try await service.together(members.map(\.body))
        for (place, member) in members.enumerated() { compare("together", "(at once) \(member.name)", expected[place], actual[place]) }
    }

    private typealias Member = (name: String, body: Service.Body, answer: (inout Model) -> [String])

    /// nil: a step that cannot be one of several, or that nothing is there for.
    private func member(_ step: Step) async throws -> Member? {
        switch step {
        case .send(let inviting, let request):
            var call = call(inviting)
            call.requestID = Self.requestID(request)
            model.requests.append(.send(call))
            model.leaving[call.school] = try await service.contactsAsStored(call.school)
            let named = call
            return (
                "\(call.admin) \(call.method)s in \(call.school): \(call.selection)", await service.body(of: call),
                { $0.send(named) }
            )
        case .revoke(let office, let contact, let reason, let request):
            let call = revocation(office, contact, reason, request)
            model.requests.append(.revoke(call))
            return ("\(call.admin) revokes \(call.contact) of \(call.school)", await service.body(of: call), { $0.revoke(call) })
        case .redeem(let link, let account, nil):
            guard !model.links.isEmpty else { return nil }
            let presented = presented(link, nil, account: pick(Universe.accounts, account))
            let name = "\(presented.account ?? "") redeems \(name(presented))"
            return (name, try await service.redeeming(presented), { [$0.redeem(presented)] })
        case .decline(let link, nil):
            guard !model.links.isEmpty else { return nil }
            let presented = presented(link, nil, account: nil)
            return ("somebody declines \(name(presented))", try await service.declining(presented), { $0.decline(presented) })
        default: return nil
        }
    }
}
