import Invitations

extension Model {
    /// The worker gives a claimed mail to the relay; nil: too little of its lease is left, or it must not leave any more.
    mutating func handOver(_ index: Int) -> ClaimedMail? {
        let mine = claimed.remove(at: index)
        if now >= mine.leasedUntil - Pace.leaseRemainderMin {
            giveBack(mine)
            return nil
        }
        let mail = mails[mine.mail]
        // R7, I7: between claim and hand-over hours of facts may lie. Asked again here, whatever the claim said.
        if !has(.claimedMailIsNotLookedAtAgain) {
            // Taken back, or another worker's.
            if mail.fence != mine.fence { return nil }
            if let obstacle = obstacle(to: mail.link) {
                end(mine.mail, obstacle, mayHaveLeft: mine.mayHaveLeft)
                return nil
            }
        }
        return mine
    }

    func handed(_ mine: ClaimedMail) -> String {
        let link = mails[mine.mail].link
        return "handed over \(name(link)) revision \(mine.revision) to \(invitation(link)?.address ?? "")"
    }

    /// A worker that is told to stop gives back what it had claimed: due at once, and no more gone than before the claim.
    mutating func stopWorker() -> [String] {
        for mine in claimed { giveBack(mine) }
        claimed = []
        return []
    }

    private mutating func giveBack(_ mine: ClaimedMail) {
        guard mails[mine.mail].fence == mine.fence else { return }
        mails[mine.mail].due = now
        mails[mine.mail].fence += 1
        mails[mine.mail].mayHaveLeft = mine.mayHaveLeft
        mails[mine.mail].attempts -= 1
        mails[mine.mail].unsettled = 0
    }

    /// The relay's answer is recorded, if the mail is still this worker's.
    mutating func settle(_ mine: ClaimedMail, _ answer: RelayAnswer) {
        let link = mails[mine.mail].link
        guard mails[mine.mail].fence == mine.fence else {
            // Taken back while it was leaving: the office should know that it went all the same (R11).
            if answer == .accepted && invitation(link)?.delivery == .cancelled {
                note(link.school, "MAIL_SENT", link.contact, actor: "outbox", "WHEN_TAKEN_BACK")
            }
            return
        }
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
            for school in has(.bouncesReachOtherSchools) ? Array(schools.keys) : [link.school] {
                if schools[school]?.bounced[key] == nil { schools[school]?.bounced[key] = link.contact }
            }
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
        case .unreachable:
            // Nothing was tried: however often, it ends no mail, and the history has nothing to say.
            again(mine, at: now + Pace.retry(after: 1), answer.text, mayHaveLeft: mine.mayHaveLeft)
            if !has(.unreachableRelayUsesUpAttempts) { mails[mine.mail].attempts -= 1 }
        }
    }

    private mutating func again(_ mine: ClaimedMail, at due: Int64, _ detail: String, mayHaveLeft: Bool) {
        mails[mine.mail].due = due
        mails[mine.mail].fence += 1
        mails[mine.mail].mayHaveLeft = mayHaveLeft
        mails[mine.mail].unsettled = 0
        mails[mine.mail].hold = nil
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
        case .unreachable: "no connection to the relay"
        }
    }
}
