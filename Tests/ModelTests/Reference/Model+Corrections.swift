import Invitations

/// What only an office can put right about a contact, and what a parent can say (R8, R23, R39, R43).
extension Model {
    /// R43: ends the invitation, also one past its deadline, and flags the address for the office.
    mutating func decline(_ token: Presented) -> [String] {
        guard token.forgery == nil, let index = token.link else { return [refusalLine(.invalidToken)] }
        let link = links[index]
        if let refusal = refusal(of: link, account: nil), refusal != refusalLine(.expired) {
            // A second time changes nothing more.
            let isDone = invitation(link)?.standing == .revoked(.declined) && refusal == refusalLine(.revoked)
            return [isDone && contact(link)?.isPresent == true ? "declined" : refusal]
        }
        cancelMail(of: link.contact, at: link.school)
        if !has(.declineKeepsLink) { takeBack(link.contact, at: link.school, .declined) }
        schools[link.school]?.contacts[link.contact]?.declined = true
        note(link.school, "DECLINED", link.contact, actor: "parent")
        return ["declined"]
    }

    /// R23: mail may go to the contact's address again.
    mutating func clearBounce(_ id: String, _ school: String, by admin: String) -> [String] {
        guard schools[school] != nil else { return [refusalLine(.schoolNotFound)] }
        guard let contact = present(id, school) else { return [refusalLine(.contactNotFound)] }
        if let key = Universe.address(contact.email).key, schools[school]?.bounced.removeValue(forKey: key) != nil {
            note(school, "BOUNCE_CLEARED", id, actor: admin)
        }
        return [report(id, school)]
    }

    /// R8: orders that stand although nobody speaks of them any more. What the MIS itself says is corrected there.
    mutating func liftOrders(_ id: String, pupil: String?, _ school: String, reason: String, by admin: String) -> [String] {
        if reason.contains(where: \.isLowercase) { return [refusalLine(.invalidReason)] }
        guard let before = schools[school] else { return [refusalLine(.schoolNotFound)] }
        guard let contact = present(id, school) else { return [refusalLine(.contactNotFound)] }
        if staging.contains(school) { return [refusalLine(.importInProgress)] }
        let orders = before.orders.filter { $0.contact == id && (pupil == nil || $0.pupil == pupil) }.map(\.pupil).sorted()
        // And who stands against the address without being in the roster with it (R21).
        let unseen = pupil == nil ? before.barredUnseen(at: contact) : []
        let concerned = orders.map { PairKey(pupil: $0, contact: id) } + before.orders.filter { unseen.contains($0.contact) }
        let said = Set(concerned.filter(before.said.contains).map(\.pupil)).sorted()
        if !said.isEmpty { return [refusalLine(.courtOrderStands, ["pupil_ids": said.joined(separator: ",")])] }
        for order in orders {
            let key = PairKey(pupil: order, contact: id)
            schools[school]?.orders.remove(key)
            // The roster says so still: that the next feed does is news.
            if before.roster.saidOrders.contains(key) { schools[school]?.outdated.insert(order) }
        }
        if let after = schools[school], !orders.isEmpty, !after.isBarred(id) { schools[school]?.unseenAddresses[id] = nil }
        if let key = Universe.address(contact.email).key {
            for other in unseen { schools[school]?.unseenAddresses[other]?.remove(key) }
        }
        if !orders.isEmpty || !unseen.isEmpty {
            let what = [orders.isEmpty ? "" : "orders \(orders.count)", unseen.isEmpty ? "" : "address"]
            let detail = (["BY_ADMINISTRATOR", reason] + what).filter { !$0.isEmpty }.joined(separator: ", ")
            note(school, "COURT_ORDER_LIFTED", id, actor: admin, detail)
        }
        return ["lifted \(orders.joined(separator: ","))", report(id, school)]
    }

    /// R39: whatever is known of a contact but that something happened; the feed may go on naming it in vain.
    mutating func erase(_ id: String, _ school: String, by admin: String) -> [String] {
        guard let before = schools[school] else { return [refusalLine(.schoolNotFound)] }
        let isKnown = before.contacts[id] != nil || before.orders.contains { $0.contact == id }
        guard isKnown else { return [before.erased.contains(id) ? "erased" : refusalLine(.contactNotFound)] }
        if staging.contains(school) { return [refusalLine(.importInProgress)] }
        cancelMail(of: id, at: school)
        takeBack(id, at: school, .erased)
        schools[school]?.forget(id)
        // The link leads to somebody without a name.
        for index in links.indices where links[index].school == school && links[index].contact == id {
            links[index].contact = Self.pseudonym(id)
        }
        for index in mails.indices where mails[index].link.school == school && mails[index].link.contact == id {
            mails[index].link.contact = Self.pseudonym(id)
        }
        note(school, "ERASED", "erased", actor: admin)
        return ["erased"]
    }

    static func pseudonym(_ id: String) -> String { "erased \(id)" }
}

extension SchoolModel {
    fileprivate mutating func forget(_ id: String) {
        if flaw != .erasedContactReturns { erased.insert(id) }
        let gone = contacts[id]
        if let gone, gone.isPresent, isBarred(id), flaw != .erasingFreesTheAddress, let key = Universe.address(gone.email).key {
            unseenAddresses[id, default: []].insert(key)
        }
        let own = [gone.flatMap { Universe.address($0.email).key }, gone?.latest?.addressKey].compactMap { $0 }
        bounced = bounced.filter { address, whose in
            if whose != id && !own.contains(address) { return true }
            // An address that somebody else has too keeps its bounce (R23).
            let others = contacts.values.filter { $0.id != id && $0.isPresent && Universe.address($0.email).key == address }
            return !others.isEmpty && flaw != .bounceIsErasedForSharers
        }
        outdated.formUnion(pupils(of: id).map(\.id))
        for index in pupils.indices { pupils[index].pairs.removeAll { $0.contact == id } }
        orders = orders.filter { $0.contact != id }
        bindings = bindings.filter { $0.contact != id }
        contacts[id] = nil
        for (key, record) in records {
            guard case .invited(var results, let counts) = record.answer else { continue }
            // An id that was unknown then is the caller's word, and nobody's name.
            for index in results.indices where results[index].contact == id && results[index].outcome != .contactNotFound {
                results[index].contact = "erased"
            }
            records[key]?.answer = .invited(results, counts: counts)
        }
        guard var shadow = gone else { return }
        (shadow.id, shadow.isPresent, shadow.name, shadow.email) = (Model.pseudonym(id), false, PersonName(), nil)
        (shadow.account, shadow.registeredAt, shadow.emailChanged, shadow.declined) = (nil, nil, false, false)
        contacts[shadow.id] = shadow
    }
}
