internal import InvitationStore
internal import Invitations

/// A mail whose bytes are fixed and whose lease is ours.
struct ReadyMail: Sendable {
    var mail: LeasedMail
    var fixed: FixedMail
    var leasedUntil: Instant
}

/// What one claim brought.
struct Claim: Sendable {
    var ready: [ReadyMail] = []
    /// Ended ones included.
    var leasedCount = 0
    /// Whether the batch was full.
    var mayHaveMore = false
    /// When there is something to claim next; nil: nothing waits.
    var nextDue: Instant?
}

extension OutboxDelivery {
    /// Leases what is due and decides on each, in one transaction.
    func claim() async throws -> Claim {
        // Drawn outside: the store may run the closure again, and a Message-ID must not change then.
        let nonce = random.bytes(12).map { hexByte($0) }.joined()
        let claim = try await store.write { [self] transaction in
            var claim = Claim()
            let now = transaction.now
            let leased = try transaction.leaseDueMail(limit: limits.batchMax, for: limits.lease)
            for mail in leased {
                if let fixed = try prepare(mail, nonce: nonce, at: now, in: transaction) {
                    claim.ready.append(ReadyMail(mail: mail, fixed: fixed, leasedUntil: now.advanced(by: limits.lease)))
                }
            }
            claim.leasedCount = leased.count
            claim.mayHaveMore = leased.count == limits.batchMax
            claim.nextDue = try transaction.nextMailDue()
            return claim
        }
        if claim.leasedCount > 0 { pulse.leased(at: clock.now()) }
        return claim
    }

    /// nil: the mail has ended, and goes nowhere.
    private func prepare(_ mail: LeasedMail, nonce: String, at now: Instant, in transaction: any WriteTransaction) throws -> FixedMail? {
        switch DeliveryDecision(mail, at: now, limits: limits, offersSMTPUTF8: adapter.offersSMTPUTF8) {
        case .end(let ending):
            try end(mail, ending, in: transaction)
            return nil
        case .sendAgain(let fixed):
            return fixed
        case .render(let recipient, let expiresAt):
            guard let invitation = mail.contact.invitation, tokens.token(for: invitation.nonce, keyID: invitation.tokenKeyID) != nil else {
                try hold(mail, .tokenKey, "the key of its link is not at hand", event: "TOKEN_KEY", in: transaction)
                return nil
            }
            let occasion = LetterRenderer.Occasion(
                school: mail.school, name: mail.contact.name, childForenames: mail.childForenames, recipient: recipient, mailedAt: now,
                expiresAt: expiresAt, messageIDLocal: "\(nonce).\(mail.id.rowID).\(mail.fence)")
            let fixed: FixedMail
            do throws(LetterError) {
                fixed = try letters.render(occasion, placeholder: placeholder)
            } catch {
                try hold(mail, .letter, error.rawValue, event: "\(error)", in: transaction)
                return nil
            }
            try transaction.fix(fixed, for: mail.id, fence: mail.fence)
            return fixed
        }
    }

    private func hold(
        _ mail: LeasedMail, _ cause: HoldCause, _ detail: String, event: String, in transaction: any WriteTransaction
    ) throws {
        let result = MailResult.held(because: cause, detail: detail, mayHaveLeft: mail.mayHaveLeft)
        try end(mail, Settlement(result, DeliveryEvent(.mailHeld, event)), in: transaction)
    }

    private func end(_ mail: LeasedMail, _ ending: Settlement, in transaction: any WriteTransaction) throws {
        guard try transaction.settle(mail.id, fence: mail.fence, ending.result), let event = ending.event else { return }
        try transaction.append([event.event(for: mail)], of: mail.school)
    }
}
