import Invitations

extension Model {
    /// R26: what the page needs; changes nothing.
    func preview(_ token: Presented) -> String {
        guard token.forgery == nil, let index = token.link else { return refusalLine(.invalidToken) }
        let link = links[index]
        return refusal(of: link, account: token.account) ?? page(link)
    }

    /// R27: the first account wins; the same one again gets the same answer.
    mutating func redeem(_ token: Presented) -> String {
        guard token.forgery == nil, let index = token.link, let account = token.account else { return refusalLine(.invalidToken) }
        let link = links[index]
        if let refusal = refusal(of: link, account: account) { return refusal }
        if invitation(link)?.standing != .redeemed {
            cancelMail(of: link.contact, at: link.school)
            change(link) { $0.standing = .redeemed }
            schools[link.school]?.contacts[link.contact]?.account = account
            schools[link.school]?.contacts[link.contact]?.registeredAt = now
            schools[link.school]?.bindings.insert(Binding(account: account, contact: link.contact))
            note(link.school, "REDEEMED", link.contact, account: account, actor: "parent")
        }
        let pupils = schools[link.school]?.pupils(of: link.contact).map(\.id) ?? []
        return page(link, registered: "\(link.contact) of \(link.school) with \(pupils.joined(separator: ","))")
    }

    /// R28: `NOT_PERMITTED` > redeemed > `REVOKED` > `SUPERSEDED` > `EXPIRED`; nil: the link works, or has for this account.
    func refusal(of link: Link, account: String?) -> String? {
        guard let school = schools[link.school], let contact = contact(link), let invitation = invitation(link) else {
            return refusalLine(.invalidToken)
        }
        // Nobody knows what became of it after the copy (R41).
        if school.restored != nil && !has(.restoredLinksWorkAtOnce) { return refusalLine(.restoredUnreleased) }
        if school.isBarred(contact.id) || invitation.standing == .revoked(.courtOrder) { return refusalLine(.notPermitted) }
        // Withdrawn, registered or not (R34).
        if !contact.isPresent { return refusalLine(.revoked) }
        switch invitation.standing {
        case .redeemed:
            guard contact.account != nil else { return refusalLine(.revoked) }
            return contact.account == account || (has(.secondAccountWins) && account != nil) ? nil : refusalLine(.alreadyRedeemed)
        case .revoked(let reason):
            return refusalLine(.revoked, reason == .addressChanged ? ["why": "ADDRESS_CHANGED"] : [:])
        case .superseded:
            if has(.oldLinksKeepWorking) && contact.account == nil { return nil }
            // R25: when the newest email went out, or was asked for if it still waits.
            let newest = contact.latest.map { $0.mailedAt ?? $0.invitedAt } ?? now
            return refusalLine(.superseded, ["newer_email_at": Instant(milliseconds: newest).rfc3339])
        case .live:
            return school.isRunning(invitation, at: now) ? nil : refusalLine(.expired)
        }
    }

    private func page(_ link: Link, registered: String? = nil) -> String {
        guard let school = schools[link.school], let contact = contact(link) else { return refusalLine(.invalidToken) }
        return redeemLine(
            schoolName: school.name, name: contact.name, children: school.pupils(of: contact.id).map(\.forename),
            expiresAt: invitation(link)?.expiresAt, registered: registered)
    }

    func invitation(_ link: Link) -> InvitationModel? {
        contact(link).flatMap { $0.invitations.indices.contains(link.generation) ? $0.invitations[link.generation] : nil }
    }

    mutating func change(_ link: Link, _ body: (inout InvitationModel) -> Void) {
        guard var invitation = invitation(link) else { return }
        body(&invitation)
        schools[link.school]?.contacts[link.contact]?.invitations[link.generation] = invitation
    }
}
