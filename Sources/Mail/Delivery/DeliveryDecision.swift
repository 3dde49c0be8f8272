internal import InvitationStore
internal import Invitations

/// What to do with an entry just leased, decided from the facts of the same transaction (R7, R20).
enum DeliveryDecision: Hashable {
    /// Write the letter and fix it, with this deadline.
    case render(to: EmailAddress, expiresAt: Instant)
    /// Send what earlier attempts sent.
    case sendAgain(FixedMail)
    /// It does not go out, now or ever.
    case end(Settlement)

    init(_ mail: LeasedMail, at now: Instant, limits: DeliveryLimits) {
        let departure = Self.departure(of: mail, at: now)
        guard case .send(let recipient) = departure else {
            self = .end(Settlement(departure, of: mail))
            return
        }
        if mail.unsettledLeases >= limits.unsettledLeasesMax {
            self = .end(.quarantine(of: mail))
        } else if mail.attempts >= limits.attemptsMax {
            self = .end(Settlement(.failed(detail: "tried \(mail.attempts) times"), DeliveryEvent(.mailFailed, "ATTEMPTS_OVER")))
        } else if let fixed = mail.fixed, mail.mayHaveLeft || now <= fixed.mailedAt.advanced(by: limits.validityLossMax) {
            self = .sendAgain(fixed)
        } else {
            self = .render(to: recipient, expiresAt: now.advanced(by: mail.school.policy.validity).roundedUpToMinute)
        }
    }

    /// How the mail ends if it must not leave now, by what was just seen (R7, R42); nil: it may.
    static func ending(_ mail: LeasedMail, seen facts: DepartureFacts, at now: Instant) -> Settlement? {
        var mail = mail
        (mail.school, mail.contact) = (facts.school, facts.contact)
        let departure = departure(of: mail, at: now)
        if case .send = departure { return nil }
        return Settlement(departure, of: mail)
    }

    private static func departure(of mail: LeasedMail, at now: Instant) -> MailDeparture {
        mail.contact.mailDeparture(ofGeneration: mail.generation, at: now, hold: mail.school.mailHold)
    }
}

/// What the history says of an attempt: a kind and a short reason, nothing personal (R39).
struct DeliveryEvent: Hashable {
    var kind: EventKind
    var detail: String

    init(_ kind: EventKind, _ detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    func event(for mail: LeasedMail) -> NewEvent { NewEvent(kind, contact: mail.contact.key, actor: "outbox", detail: detail) }
}

/// How an attempt that reached the adapter is settled (R23).
struct Settlement: Hashable {
    var result: MailResult
    /// nil: nothing new for the history.
    var event: DeliveryEvent?

    init(_ result: MailResult, _ event: DeliveryEvent?) {
        self.result = result
        self.event = event
    }

    /// Whether it is due again later.
    var isPutOff: Bool {
        switch result {
        case .deferred, .unreached: true
        case .sent, .notTried, .bounced, .failed, .held, .cancelled: false
        }
    }

    /// Of a mail that does not leave. One that may is due as it was.
    init(_ departure: MailDeparture, of mail: LeasedMail) {
        switch departure {
        case .send: (result, event) = (.notTried(mayHaveLeft: mail.mayHaveLeft), nil)
        case .cancel(let why): (result, event) = (.cancelled(detail: why.rawValue), DeliveryEvent(.mailCancelled, why.rawValue))
        case .lifetimeOver:
            result = .failed(detail: "the link expired before the email could be delivered")
            event = DeliveryEvent(.mailFailed, "EXPIRED")
        case .hold(let cause):
            let (detail, word) =
                switch cause {
                case .restored: ("the school was restored from a backup, and not released", "RESTORED")
                case .paused, .letter, .tokenKey, .byOperator, .quarantined, .template: ("the school's email is paused", "PAUSED")
                }
            result = .held(because: cause, detail: detail, mayHaveLeft: mail.mayHaveLeft)
            event = DeliveryEvent(.mailHeld, word)
        }
    }

    /// Of a mail that nobody could finish.
    static func quarantine(of mail: LeasedMail) -> Settlement {
        Settlement(
            .held(
                because: .quarantined, detail: "nobody who had it \(mail.unsettledLeases) times in a row finished it",
                mayHaveLeft: mail.mayHaveLeft),
            DeliveryEvent(.mailHeld, "QUARANTINED"))
    }

    init(_ answer: DeliveryAnswer, for mail: LeasedMail, at now: Instant, limits: DeliveryLimits, random: RandomSource) {
        let detail = oneLine(answer.text)
        switch answer.kind {
        case .accepted:
            (result, event) = (.sent, DeliveryEvent(.mailSent))
        case .permanentAddress:
            (result, event) = (.bounced(detail: detail), DeliveryEvent(.mailFailed, "BOUNCED"))
        case .permanentPolicy:
            (result, event) = (.failed(detail: detail), DeliveryEvent(.mailFailed, "REFUSED"))
        case .connectionFault:
            let until = limits.retry(after: 1, at: now, random: random)
            (result, event) = (.unreached(until: until, detail: detail, mayHaveLeft: mail.mayHaveLeft), nil)
        case .temporary, .unknown:
            if mail.attempts + 1 >= limits.attemptsMax {
                (result, event) = (.failed(detail: detail), DeliveryEvent(.mailFailed, "ATTEMPTS_OVER"))
            } else {
                let until = limits.retry(after: mail.attempts + 1, at: now, random: random)
                let mayHaveLeft = mail.mayHaveLeft || answer.reachedData || answer.kind == .unknown
                result = .deferred(until: until, detail: detail, mayHaveLeft: mayHaveLeft)
                // Once per mail: the detail says the rest.
                event = mail.attempts == 0 ? DeliveryEvent(.mailDeferred) : nil
            }
        }
    }
}
