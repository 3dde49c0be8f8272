import Invitations

/// How the worker of the histories paces itself: small numbers, so that they are reached.
enum Pace {
    static let batchMax = 3
    static let attemptsMax = 3
    static let unsettledLeasesMax = 2
    static let lease: Int64 = 300_000
    static let leaseRemainderMin: Int64 = 150_000
    static let validityLossMax: Int64 = 86_400_000

    /// R23: a minute, doubled, up to an hour; three quarters of it, since the histories' dice always say so.
    static func retry(after attempts: Int) -> Int64 { min(60_000 << Int64(min(attempts - 1, 10)), 3_600_000) * 3 / 4 }
}

extension Model {
    /// A worker leases what is due, oldest first, and fixes what may leave (R7, R20).
    mutating func claim() -> [String] {
        var due = Array(
            mails.indices.filter { (mails[$0].due ?? .max) <= now }.sorted { (mails[$0].due ?? 0, $0) < (mails[$1].due ?? 0, $1) }
                .prefix(Pace.batchMax))
        // Whoever had it was gone before it was done: such a mail is claimed alone.
        if let first = due.first, mails[first].unsettled > 0 { due = [first] } else { due.removeAll { mails[$0].unsettled > 0 } }
        var lines: [String] = []
        for index in due {
            var claimed = ClaimedMail(
                mail: index, fence: mails[index].fence + 1, attempts: mails[index].attempts, unsettled: mails[index].unsettled,
                mayHaveLeft: mails[index].mayHaveLeft, revision: 0, leasedUntil: now + Pace.lease)
            mails[index].fence += 1
            mails[index].attempts += 1
            mails[index].unsettled += 1
            mails[index].due = now + Pace.lease
            // An attempt that is never settled may have left.
            if mails[index].fixed != nil { mails[index].mayHaveLeft = true }
            guard let revision = prepare(index, claimed) else { continue }
            claimed.revision = revision
            self.claimed.append(claimed)
            lines.append("ready \(name(mails[index].link)) revision \(revision)")
        }
        let next = mails.compactMap(\.due).min().map(clockText) ?? "never"
        return lines + ["\(due.count) leased, next \(next)"]
    }

    /// What goes out: what went before, or a new letter. nil: the mail has ended.
    private mutating func prepare(_ index: Int, _ claimed: ClaimedMail) -> Int? {
        let mail = mails[index]
        guard let school = schools[mail.link.school] else { return nil }
        if let obstacle = obstacle(to: mail.link) {
            end(index, obstacle, mayHaveLeft: claimed.mayHaveLeft)
            return nil
        }
        if claimed.unsettled >= Pace.unsettledLeasesMax, !has(.poisonIsTriedForEver) {
            let detail = "nobody who had it \(claimed.unsettled) times in a row finished it"
            end(index, Ending(.held, detail, "MAIL_HELD", "QUARANTINED", hold: .quarantined), mayHaveLeft: claimed.mayHaveLeft)
            return nil
        }
        if claimed.attempts >= Pace.attemptsMax {
            end(index, Ending(.failed, "tried \(claimed.attempts) times", "MAIL_FAILED", "ATTEMPTS_OVER"), mayHaveLeft: true)
            return nil
        }
        if let fixed = mail.fixed, claimed.mayHaveLeft || now <= fixed.mailedAt + Pace.validityLossMax, !has(.retryRendersAnew) {
            return fixed.revision
        }
        if school.timeZone == Universe.timeZoneWithoutRules {
            let ending = Ending(.held, "the school's time zone is unknown", "MAIL_HELD", "badTimeZone", hold: .letter)
            end(index, ending, mayHaveLeft: claimed.mayHaveLeft)
            return nil
        }
        // A whole minute, so that the words of the letter say it exactly (R20).
        let expiresAt = (now + Int64(school.policy.validityDays) * 86_400_000 + 59_999) / 60_000 * 60_000
        mails[index].revisions += 1
        mails[index].fixed = .init(mailedAt: now, expiresAt: expiresAt, revision: mails[index].revisions)
        mails[index].mayHaveLeft = true
        let mailedAt = now
        change(mail.link) { ($0.mailedAt, $0.expiresAt) = (mailedAt, expiresAt) }
        return mails[index].revisions
    }

    /// How a mail ends, or why it waits.
    struct Ending {
        var state: DeliveryState
        var detail: String
        var event: (kind: String, detail: String)
        var hold: HoldCause?

        init(_ state: DeliveryState, _ detail: String, _ kind: String, _ eventDetail: String, hold: HoldCause? = nil) {
            (self.state, self.detail, event, self.hold) = (state, detail, (kind, eventDetail), hold)
        }
    }

    /// Why a mail must not leave now (R7, R21, R23, R42); nil: it may.
    func obstacle(to link: Link) -> Ending? {
        guard let school = schools[link.school], let contact = contact(link), let invitation = invitation(link) else { return nil }
        func cancelled(_ why: String) -> Ending { Ending(.cancelled, why, "MAIL_CANCELLED", why) }
        if school.isBarred(contact.id) { return cancelled("COURT_ORDER") }
        if contact.account != nil { return cancelled("ALREADY_REGISTERED") }
        switch invitation.standing {
        case .live: break
        case .redeemed: return cancelled("ALREADY_REGISTERED")
        case .superseded: return cancelled("SUPERSEDED")
        case .revoked(let reason): return cancelled(reason == .courtOrder ? "COURT_ORDER" : "REVOKED")
        }
        switch school.emailReason(contact) {
        case .emailSharedWithBarredContact: return cancelled("EMAIL_SHARED_WITH_BARRED_CONTACT")
        case .emailBelongsToPupil where !has(.pupilGetsTheMail): return cancelled("EMAIL_BELONGS_TO_PUPIL")
        case .emailBounced: return cancelled("EMAIL_BOUNCED")
        default: break
        }
        if !school.isRunning(invitation, at: now) {
            return Ending(.failed, "the link expired before the email could be delivered", "MAIL_FAILED", "EXPIRED")
        }
        if school.restored != nil {
            let why = "the school was restored from a backup, and not released"
            return Ending(.held, why, "MAIL_HELD", "RESTORED", hold: .restored)
        }
        guard school.isPaused && !has(.pauseLetsMailGo) else { return nil }
        return Ending(.held, "the school's email is paused", "MAIL_HELD", "PAUSED", hold: .paused)
    }

    mutating func end(_ index: Int, _ ending: Ending, mayHaveLeft: Bool) {
        close(index, ending.state, ending.detail)
        mails[index].isOpen = ending.state == .held
        mails[index].hold = ending.hold
        if ending.state == .held {
            mails[index].mayHaveLeft = mayHaveLeft
            // Nothing was tried.
            mails[index].attempts -= 1
        }
        note(mails[index].link.school, ending.event.kind, mails[index].link.contact, actor: "outbox", ending.event.detail)
    }

    /// Whatever of a contact's mail has not left ends here. Answers how many.
    @discardableResult
    mutating func cancelMail(of contact: String, at school: String) -> Int {
        let open = mails.indices.filter { mails[$0].isOpen && mails[$0].link.contact == contact && mails[$0].link.school == school }
        for index in open { close(index, .cancelled, "") }
        return open.count
    }

    /// The mail has ended; no worker that has it settles it.
    mutating func close(_ index: Int, _ state: DeliveryState, _ detail: String) {
        mails[index].due = nil
        mails[index].fence += 1
        mails[index].isOpen = false
        mails[index].unsettled = 0
        mails[index].hold = nil
        change(mails[index].link) { ($0.delivery, $0.detail) = (state, detail) }
    }

    func name(_ link: Link) -> String { "link \(links.firstIndex(of: link) ?? -1) (\(link.contact) of \(link.school))" }
}
