internal import InvitationStore
internal import Invitations
internal import Logging

/// A mail whose bytes are fixed and whose lease is ours. A class, since it goes from hand to hand and has two dozen texts.
final class ReadyMail: Sendable {
    let mail: LeasedMail
    let fixed: FixedMail
    let leasedUntil: Instant

    /// As it was claimed.
    var lease: MailLease { MailLease(id: mail.id, fence: mail.fence, mayHaveLeft: mail.mayHaveLeft) }

    init(mail: LeasedMail, fixed: FixedMail, leasedUntil: Instant) {
        self.mail = mail
        self.fixed = fixed
        self.leasedUntil = leasedUntil
    }
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
    /// Leases what is due, in one transaction, and decides on each in another. The first is durable before the second begins: a mail that ends
    /// whoever renders it is known by its lease.
    ///
    /// - Parameter limit: how many; `batchMax` at most.
    func claim(limit: Int = .max) async throws -> Claim {
        let limit = min(limit, limits.batchMax)
        let leases = try await store.write { [limits] transaction in
            Leases(
                mails: try transaction.leaseDueMail(limit: limit, for: limits.lease),
                until: transaction.now.advanced(by: limits.lease), nextDue: try transaction.nextMailDue())
        }
        guard !leases.mails.isEmpty else { return Claim(nextDue: leases.nextDue) }
        var claim = try await decide(leases)
        claim.mayHaveMore = leases.mails.count == limit
        pulse.leased(at: clock.now())
        return claim
    }

    /// Makes due what is held because a school's templates could not be used, if they can now (R23). Every worker does so when it begins and when
    /// templates were read again: so what it held itself, with the former ones, does not stay.
    func releaseMended() async throws {
        let held = try await store.read { try $0.schoolsHoldingMail(because: .template) }
        let mended = held.filter { (try? letters.templates.templates(of: $0.id)) != nil }
        guard !mended.isEmpty else { return }
        try await store.write { transaction in
            for school in mended {
                let mails = try transaction.releaseHeldMail(of: school, because: [.template])
                guard mails > 0 else { continue }
                try transaction.append(
                    [NewEvent(.mailReleased, contact: nil, actor: "outbox", detail: "mails \(mails), TEMPLATE")], of: school)
            }
        }
        log.notice("mail released: its templates can be used again", metadata: ["schools": "\(mended.map(\.id.text))"])
    }

    private struct Leases: Sendable {
        var mails: [MailLease]
        var until: Instant
        var nextDue: Instant?
    }

    private func decide(_ leases: Leases) async throws -> Claim {
        // Drawn outside: the store may run the closure again, and a Message-ID must not change then.
        let nonce = random.bytes(12).map { hexByte($0) }.joined()
        return try await store.write { [self] transaction in
            var claim = Claim(leasedCount: leases.mails.count)
            for leased in leases.mails {
                guard var mail = try transaction.leasedMail(leased.id, fence: leased.fence) else { continue }
                // What the lease itself changed is not among the facts.
                mail.mayHaveLeft = leased.mayHaveLeft
                if let fixed = try prepare(mail, nonce: nonce, at: transaction.now, in: transaction) {
                    claim.ready.append(ReadyMail(mail: mail, fixed: fixed, leasedUntil: leases.until))
                }
            }
            claim.nextDue = try transaction.nextMailDue()
            return claim
        }
    }

    /// nil: the mail has ended, and goes nowhere.
    private func prepare(_ mail: LeasedMail, nonce: String, at now: Instant, in transaction: any WriteTransaction) throws -> FixedMail? {
        switch DeliveryDecision(mail, at: now, limits: limits) {
        case .end(let ending):
            try end(mail, ending, in: transaction)
            return nil
        case .sendAgain(let fixed):
            return fixed
        case .render(let recipient, let expiresAt):
            guard let invitation = mail.contact.invitation, tokens.holdsKey(invitation.tokenKeyID) else {
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
                try hold(mail, error.hold, error.detail, event: error.word, in: transaction)
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
