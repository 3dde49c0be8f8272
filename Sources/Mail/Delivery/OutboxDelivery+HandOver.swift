internal import InvitationStore
internal import Invitations
internal import Logging

extension OutboxDelivery {
    /// Puts the token in, gives the copy to the adapter, and records how it ended.
    func handOver(_ ready: ReadyMail) async {
        // A worker that overslept must not begin what another may have begun. If none has it, it was not the mail's fault.
        guard clock.now() < ready.leasedUntil.advanced(by: .zero - limits.leaseRemainderMin) else {
            log.warning("mail not begun: too little of its lease remains", metadata: ["mail": "\(ready.mail.id.rowID)"])
            return await giveBack([ready.mail])
        }
        let departure = departures.begin()
        defer { departures.end(departure) }
        guard await mayLeave(ready) else { return }
        let settlement: Settlement
        if let message = message(ready) {
            let answer = await adapter.deliver(message)
            pulse.attempted(answer.kind, at: clock.now())
            settlement = Settlement(answer, for: ready.mail, at: clock.now(), limits: limits, random: random)
            // The answer's text may name the recipient: it goes to the store and not into the log.
            log.info(
                "mail handed over",
                metadata: [
                    "mail": "\(ready.mail.id.rowID)", "message_id": "\(ready.fixed.messageID)", "answer": "\(answer.kind)",
                    "attempt": "\(ready.mail.attempts + 1)",
                ])
        } else {
            settlement = holding(ready.mail)
            log.error("mail held: no link can be put into it", metadata: ["mail": "\(ready.mail.id.rowID)"])
        }
        await settle(ready.mail, settlement)
    }

    /// Ends the leases of mails that were claimed and not handed over: they are due at once, and have left no more than before the claim,
    /// which counted them as perhaps gone. Nothing was tried, so the history has nothing to say. If the store does not take it, the leases
    /// bring them back.
    func giveBack(_ mails: [LeasedMail]) async {
        if mails.isEmpty { return }
        do {
            try await store.write { transaction in
                for mail in mails {
                    _ = try transaction.settle(mail.id, fence: mail.fence, .notTried(mayHaveLeft: mail.mayHaveLeft))
                }
            }
        } catch {
            log.error(
                "mail left for its next lease: it could not be given back",
                metadata: ["mails": "\(mails.count)", "error": "\(type(of: error))"])
        }
    }

    /// R7: what was decided with the claim is asked again, since an import, a revocation or a pause may have come between. What may not leave
    /// ends as that decision says; if the store cannot be asked, the mail is given back.
    private func mayLeave(_ ready: ReadyMail) async -> Bool {
        let mail = ready.mail
        do {
            let current = try await store.read { try $0.leasedMail(mail.id, fence: mail.fence) }
            guard let current else {
                log.notice("mail was taken back before it left", metadata: ["mail": "\(mail.id.rowID)"])
                return false
            }
            guard var ending = DeliveryDecision.ending(current, at: clock.now()) else { return true }
            if case .held(let cause, let detail, _) = ending.result {
                ending.result = .held(because: cause, detail: detail, mayHaveLeft: mail.mayHaveLeft)
            }
            await settle(mail, ending)
        } catch {
            log.error("mail could not be looked at before it left", metadata: ["mail": "\(mail.id.rowID)", "error": "\(type(of: error))"])
            await giveBack([mail])
            // Due at once: not as fast as a store that is ill can say so.
            try? await waiting.sleep(for: limits.storeRetryMin)
        }
        return false
    }

    /// Why no link can be put into fixed bytes: its key is gone (R31), or they have no place for one.
    private func holding(_ mail: LeasedMail) -> Settlement {
        let hasKey = mail.contact.invitation.map { tokens.token(for: $0.nonce, keyID: $0.tokenKeyID) != nil } ?? false
        let detail = hasKey ? "its fixed bytes have no place for the link" : "the key of its link is not at hand"
        return Settlement(
            .held(because: hasKey ? .letter : .tokenKey, detail: detail, mayHaveLeft: mail.mayHaveLeft),
            DeliveryEvent(.mailHeld, hasKey ? "NO_LINK" : "TOKEN_KEY"))
    }

    private func isTakenBack(_ mail: LeasedMail, in transaction: any ReadTransaction) throws -> Bool {
        guard let nonce = mail.contact.invitation?.nonce else { return false }
        return try transaction.invitation(nonce)?.invitation.delivery == .cancelled
    }

    private func message(_ ready: ReadyMail) -> OutgoingMessage? {
        guard let invitation = ready.mail.contact.invitation,
            let token = tokens.token(for: invitation.nonce, keyID: invitation.tokenKeyID),
            let bytes = placeholder.substitute(Array(token.reveal().utf8), in: ready.fixed.bytes)
        else { return nil }
        return OutgoingMessage(
            envelopeSender: returnPath.sender(of: invitation, mailedAt: ready.fixed.mailedAt), recipient: ready.fixed.recipient,
            messageID: ready.fixed.messageID, bytes: bytes)
    }

    /// Tries until the store takes it: an answer that is lost means a second copy for the parent. Gives up when the lease is over, or the
    /// worker is to stop.
    private func settle(_ mail: LeasedMail, _ settlement: Settlement) async {
        var wait = limits.storeRetryMin
        var waited = Duration.zero
        while true {
            do {
                let isOurs = try await store.write { transaction in
                    guard try transaction.settle(mail.id, fence: mail.fence, settlement.result) else {
                        // Taken back while it was leaving: the office should know that it went all the same (R11).
                        if settlement.result == .sent, try isTakenBack(mail, in: transaction) {
                            let event = NewEvent(.mailSent, contact: mail.contact.key, actor: "outbox", detail: "WHEN_TAKEN_BACK")
                            try transaction.append([event], of: mail.school)
                        }
                        return false
                    }
                    if let event = settlement.event { try transaction.append([event.event(for: mail)], of: mail.school) }
                    return true
                }
                if !isOurs {
                    log.notice("mail was settled, taken back or leased elsewhere meanwhile", metadata: ["mail": "\(mail.id.rowID)"])
                } else if settlement.isPutOff {
                    // The worker sleeps until what was due before this.
                    bell.ring()
                }
                return
            } catch {
                log.error("mail could not be settled", metadata: ["mail": "\(mail.id.rowID)", "error": "\(type(of: error))"])
            }
            if waited >= limits.lease || Task.isCancelled { return }
            try? await waiting.sleep(for: wait)
            waited += wait
            wait = min(wait * 2, limits.sleepMax)
        }
    }
}
