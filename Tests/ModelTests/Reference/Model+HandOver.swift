import Invitations

extension Model {
    /// The worker gives a claimed mail to the relay, unless too little of its lease is left, or it must not leave any more.
    ///
    /// A crash comes between the relay's answer and its record.
    mutating func handOver(_ index: Int, _ answer: RelayAnswer, crash: Bool) -> [String] {
        let mine = claimed.remove(at: index)
        if now >= mine.leasedUntil - Pace.leaseRemainderMin { return ["not handed over"] }
        let mail = mails[mine.mail]
        // R7, I7: between claim and hand-over hours of facts may lie. Asked again here, whatever the claim said.
        if obstacle(to: mail.link) != nil && !has(.claimedMailIsNotLookedAtAgain) { return ["not handed over"] }
        let recipient = invitation(mail.link)?.address ?? ""
        if !crash { settle(mine, answer) }
        return ["handed over \(name(mail.link)) revision \(mine.revision) to \(recipient)"]
    }

    /// A worker that is told to stop gives back what it had claimed: due at once, and no more gone than before the claim.
    mutating func stopWorker() -> [String] {
        for mine in claimed where mails[mine.mail].fence == mine.fence { again(mine, at: now, "", mayHaveLeft: mine.mayHaveLeft) }
        claimed = []
        return []
    }

    private mutating func settle(_ mine: ClaimedMail, _ answer: RelayAnswer) {
        guard mails[mine.mail].fence == mine.fence else { return }
        let link = mails[mine.mail].link
        func tell(_ model: inout Model, _ kind: String, _ detail: String = "") {
            model.note(link.school, kind, link.contact, actor: "outbox", detail)
        }
        switch answer {
        case .accepted:
            close(mine.mail, .sent, "")
            tell(&self, "MAIL_SENT")
        case .noSuchAddress:
            close(mine.mail, .bounced, answer.text)
            let key = invitation(link)?.addressKey ?? ""
            for school in has(.bouncesReachOtherSchools) ? Array(schools.keys) : [link.school] { schools[school]?.bounced.insert(key) }
            tell(&self, "MAIL_FAILED", "BOUNCED")
        case .refused:
            close(mine.mail, .failed, answer.text)
            tell(&self, "MAIL_FAILED", "REFUSED")
        case .temporary, .temporaryAfterData, .unknown:
            guard mine.attempts + 1 < Pace.attemptsMax else {
                close(mine.mail, .failed, answer.text)
                return tell(&self, "MAIL_FAILED", "ATTEMPTS_OVER")
            }
            again(
                mine, at: now + Pace.retry(after: mine.attempts + 1), answer.text, mayHaveLeft: mine.mayHaveLeft || answer != .temporary)
            // Once per mail.
            if mine.attempts == 0 { tell(&self, "MAIL_DEFERRED") }
        }
    }

    private mutating func again(_ mine: ClaimedMail, at due: Int64, _ detail: String, mayHaveLeft: Bool) {
        mails[mine.mail].due = due
        mails[mine.mail].fence += 1
        mails[mine.mail].mayHaveLeft = mayHaveLeft
        change(mails[mine.mail].link) { ($0.delivery, $0.detail) = (.deferred, detail) }
    }
}

extension RelayAnswer {
    /// The relay's words.
    var text: String {
        switch self {
        case .accepted: "250 ok"
        case .temporary: "451 4.2.1 later"
        case .temporaryAfterData: "452 4.3.1 no room"
        case .unknown: "connection lost"
        case .noSuchAddress: "550 5.1.1 unknown"
        case .refused: "554 5.7.1 refused"
        }
    }
}
