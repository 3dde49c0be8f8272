import Invitations

extension SchoolModel {
    /// R7: an order on any pair bars.
    func isBarred(_ contact: String) -> Bool {
        if flaw == .orderBarsOnlyWhereItStands {
            let pupils = pupils(of: contact)
            return !pupils.isEmpty && pupils.allSatisfy { orders.contains(PairKey(pupil: $0.id, contact: contact)) }
        }
        return orders.contains { $0.contact == contact }
    }

    /// R9: any pair of the roster says so.
    func isResponsible(_ contact: String) -> Bool {
        pupils.contains { $0.pairs.contains { $0.contact == contact && $0.isResponsible } }
    }

    func status(_ contact: ContactModel, at now: Int64) -> RegistrationStatus {
        if contact.account != nil { return isBarred(contact.id) ? .suspended : .registered }
        guard let live = contact.live else { return .notRegistered }
        return isRunning(live, at: now) ? .invited : .invitationExpired
    }

    /// R20, R29: no deadline before the first attempt; valid if and only if now < deadline.
    func isRunning(_ invitation: InvitationModel, at now: Int64) -> Bool {
        guard let expiresAt = invitation.expiresAt else { return true }
        return flaw == .linkWorksAtItsDeadline ? now <= expiresAt : now < expiresAt
    }

    /// The others of the school that have the contact's address now (R21).
    func sharers(of contact: ContactModel) -> [ContactModel] {
        guard contact.isPresent, let key = Universe.address(contact.email).key else { return [] }
        return contacts.values.filter { $0.id != contact.id && $0.isPresent && Universe.address($0.email).key == key }
    }

    /// R21: somebody else is barred at the contact's address, and the roster does not show it.
    func isBarredUnseen(_ contact: ContactModel) -> Bool { !barredUnseen(at: contact).isEmpty }

    func barredUnseen(at contact: ContactModel) -> [String] {
        guard contact.isPresent, let key = Universe.address(contact.email).key else { return [] }
        return unseenAddresses.filter { $0.key != contact.id && $0.value.contains(key) }.map(\.key)
    }

    func warnings(_ contact: ContactModel) -> [Warning] {
        var warnings: [Warning] = []
        if !sharers(of: contact).isEmpty { warnings.append(.sharedEmail) }
        if contact.emailChanged { warnings.append(.emailChanged) }
        if contact.declined { warnings.append(.declined) }
        return warnings
    }

    /// R15's email reasons, the first that holds.
    func emailReason(_ contact: ContactModel) -> Outcome? {
        let address = Universe.address(contact.email)
        if let unusable = address.flaw { return unusable }
        if flaw != .sharerOfBarredIsInvited && sharers(of: contact).contains(where: { isBarred($0.id) }) || isBarredUnseen(contact) {
            return .emailSharedWithBarredContact
        }
        if pupils.contains(where: { Universe.address($0.email).key == address.key }) { return .emailBelongsToPupil }
        if let key = address.key, bounced[key] != nil { return .emailBounced }
        return nil
    }

    /// R15, R24, R42: what inviting would do, and for `TOO_SOON` until when.
    func outcome(_ contact: ContactModel, _ method: InvitingMethod, at now: Int64) -> (Outcome, retryAt: Int64?) {
        if isBarred(contact.id) { return (.courtOrder, nil) }
        if contact.account != nil { return (.alreadyRegistered, nil) }
        if let reason = emailReason(contact) { return (reason, nil) }
        if policy.requiresParentalResponsibility && !isResponsible(contact.id) { return (.noParentalResponsibility, nil) }
        switch (method, status(contact, at: now)) {
        case (.send, .invited): return (.alreadyInvited, nil)
        case (.send, .invitationExpired): return (.expiredUseReinvite, nil)
        case (.reinvite, .notRegistered): return (.neverInvited, nil)
        default: break
        }
        // Whatever became of the last invitation, unless the next email goes elsewhere.
        guard let latest = contact.latest, latest.standing != .revoked(.addressChanged) else { return (.queued, nil) }
        let over = latest.invitedAt + policy.reinviteCooldown.components.seconds * 1000
        let isOver = flaw == .cooldownEndsLate ? now > over : now >= over
        return isOver ? (.queued, nil) : (.tooSoon, over)
    }

    /// Whose link works and was asked for by then.
    func linked(issuedUntil instant: Int64, at now: Int64) -> [ContactModel] {
        contacts.values.filter { contact in
            guard contact.account == nil, let live = contact.live else { return false }
            return isRunning(live, at: now) && live.invitedAt <= instant
        }.sorted { $0.id < $1.id }
    }

    /// Why nobody can be invited (R2, R8, R42).
    var obstacle: InvitationError.Reason? {
        if !isLinked { return .misNotLinked }
        if !hasOrderData && !policy.acknowledgesMissingCourtOrderData { return .courtOrderDataUnavailable }
        return isPaused ? .schoolPaused : nil
    }

    /// R42, as built: by whole hours, the running one and the 24 before it, so that no day holds more than the cap.
    func invitedWithinDay(at now: Int64) -> Int {
        let hour = now / 3_600_000
        return invited.filter { $0.key >= hour - 24 }.values.reduce(0, +)
    }

    /// The pupils of a contact, in list order.
    func pupils(of contact: String) -> [PupilModel] { pupils.filter { $0.pairs.contains { $0.contact == contact } } }
}

extension Model {
    func contact(_ link: Link) -> ContactModel? { schools[link.school]?.contacts[link.contact] }

    mutating func note(_ school: String, _ kind: String, _ contact: String?, account: String? = nil, actor: String, _ detail: String = "") {
        schools[school]?.events.append(eventLine(kind, contact, account, actor, detail))
    }
}
