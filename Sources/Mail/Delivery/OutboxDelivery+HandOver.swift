internal import InvitationStore
internal import Invitations
internal import Logging

extension OutboxDelivery {
    /// Looks at a mail once more, and hands it over if it may leave. Answers as the other does.
    @discardableResult
    func handOver(_ ready: ReadyMail, then others: ReadyMails? = nil) async -> LeavingMail? {
        // A worker that overslept must not begin what another may have begun. If none has it, it was not the mail's fault.
        guard hasTime(ready) else {
            log.warning("mail not begun: too little of its lease remains", metadata: ["mail": "\(ready.mail.id.rowID)"])
            await giveBack([ready.lease])
            return nil
        }
        let departure = departures.begin()
        guard await mayLeave(ready) else {
            departures.end(departure)
            return nil
        }
        return await handOver(LeavingMail(ready: ready, departure: departure), then: others)
    }

    /// Puts the token in, gives the copy to the adapter, and records how it ended.
    ///
    /// Answers one of the others, if there is one that may leave: it was looked at in the transaction that recorded this one, which costs no
    /// second way to the store.
    func handOver(_ leaving: LeavingMail, then others: ReadyMails?) async -> LeavingMail? {
        defer { departures.end(leaving.departure) }
        let ready = leaving.ready
        let settlement: Settlement
        if let message = message(ready) {
            let answer = await adapter.deliver(message)
            pulse.attempted(answer.kind, at: clock.now())
            settlement = Settlement(answer, for: ready.mail, at: clock.now(), limits: limits, random: random)
            // The answer's text may name the recipient: it goes to the store and not into the log.
            log.info(
                "mail handed over",
                metadata: [
                    "mail": "\(ready.mail.id.rowID)", "message_id": "\(ready.fixed.messageID)", "answer": "\(answer.kind.rawValue)",
                    "attempt": "\(ready.mail.attempts + 1)",
                ])
        } else {
            settlement = holding(ready.mail)
            log.error("mail held: no link can be put into it", metadata: ["mail": "\(ready.mail.id.rowID)"])
        }
        return await settle(ready, settlement, then: others)
    }

    /// Gives up a mail that was to leave next: it waits with the others again.
    func putBack(_ leaving: LeavingMail, to others: ReadyMails) {
        others.add([leaving.ready])
        departures.end(leaving.departure)
    }

    private func hasTime(_ ready: ReadyMail) -> Bool { clock.now() < ready.leasedUntil.advanced(by: .zero - limits.leaseRemainderMin) }

    /// One of the others, under way from here on, so that whoever takes it back waits for it or is seen. None while the adapter rests: it would
    /// be put off for longer than that.
    private func next(of others: ReadyMails?) -> LeavingMail? {
        guard !Task.isCancelled, let others, adapter.rest(at: clock.now()) == nil, let ready = others.next() else { return nil }
        if hasTime(ready) { return LeavingMail(ready: ready, departure: departures.begin()) }
        others.add([ready])
        return nil
    }

    /// Ends the leases of mails that were claimed and not handed over: they are due at once, and have left no more than before the claim,
    /// which counted them as perhaps gone. Nothing was tried, so the history has nothing to say. If the store does not take it, the leases
    /// bring them back.
    func giveBack(_ leases: [MailLease]) async {
        if leases.isEmpty { return }
        do {
            try await store.write { transaction in
                for lease in leases {
                    _ = try transaction.settle(lease.id, fence: lease.fence, .notTried(mayHaveLeft: lease.mayHaveLeft))
                }
            }
        } catch {
            log.error(
                "mail left for its next lease: it could not be given back",
                metadata: ["mails": "\(leases.count)", "error": "\(type(of: error))"])
        }
    }

    /// R7: what was decided with the claim is asked again, since an import, a revocation or a pause may have come between. What may not leave
    /// ends as that decision says; if the store cannot be asked, the mail is given back.
    private func mayLeave(_ ready: ReadyMail) async -> Bool {
        do {
            return await mayLeave(ready, as: try await store.read { try $0.departureFacts(of: ready.mail) })
        } catch {
            log.error(
                "mail could not be looked at before it left", metadata: ["mail": "\(ready.mail.id.rowID)", "error": "\(type(of: error))"])
            await giveBack([ready.lease])
            // Due at once: not as fast as a store that is ill can say so.
            try? await waiting.sleep(for: limits.storeRetryMin)
            return false
        }
    }

    /// By what was just seen of it; nil: it is not this worker's any more.
    private func mayLeave(_ ready: ReadyMail, as seen: DepartureFacts?) async -> Bool {
        guard let seen else {
            log.notice("mail was taken back before it left", metadata: ["mail": "\(ready.mail.id.rowID)"])
            return false
        }
        guard let ending = DeliveryDecision.ending(ready.mail, seen: seen, at: clock.now()) else { return true }
        await settle(ready, ending, then: nil)
        return false
    }

    /// Why no link can be put into fixed bytes: its key is gone (R31), or they have no place for one.
    private func holding(_ mail: LeasedMail) -> Settlement {
        let hasKey = mail.contact.invitation.map { tokens.holdsKey($0.tokenKeyID) } ?? false
        let detail = hasKey ? "its fixed bytes have no place for the link" : "the key of its link is not at hand"
        return Settlement(
            .held(because: hasKey ? .letter : .tokenKey, detail: detail, mayHaveLeft: mail.mayHaveLeft),
            DeliveryEvent(.mailHeld, hasKey ? "NO_LINK" : "TOKEN_KEY"))
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
    /// worker is to stop. Answers one of the others that may leave.
    @discardableResult
    private func settle(_ ready: ReadyMail, _ settlement: Settlement, then others: ReadyMails?) async -> LeavingMail? {
        var wait = limits.storeRetryMin
        var waited = Duration.zero
        while true {
            let next = next(of: others)
            do {
                let (isOurs, seen) = try await desk.record(AttemptEnd(mail: ready, settlement: settlement, next: next?.ready))
                if !isOurs {
                    log.notice("mail was settled, taken back or leased elsewhere meanwhile", metadata: ["mail": "\(ready.mail.id.rowID)"])
                } else if settlement.isPutOff {
                    // The worker sleeps until what was due before this.
                    bell.ring()
                }
                guard let next else { return nil }
                if await mayLeave(next.ready, as: seen) { return next }
                departures.end(next.departure)
                return nil
            } catch {
                if let next, let others { putBack(next, to: others) }
                log.error("mail could not be settled", metadata: ["mail": "\(ready.mail.id.rowID)", "error": "\(type(of: error))"])
            }
            if waited >= limits.lease || Task.isCancelled { return nil }
            try? await waiting.sleep(for: wait)
            waited += wait
            wait = min(wait * 2, limits.sleepMax)
        }
    }
}
