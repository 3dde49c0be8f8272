import Invitations

extension Generator {
    /// A contact is invited, and what becomes of that: stories that need several steps in a row to mean anything.
    mutating func life() -> [Step] {
        let office = Office(school: focus.school, admin: draw(3))
        // Now and then one of the two that share an address from the beginning.
        let contact = chance(4) ? 1 + draw(2) : contact()
        let steps: [Step] = [.send(inviting(contact, .send, office), request: request()), .claim]
        switch draw(15) {
        case 0, 12:
            let correction: Step = chance(2) ? .erase(office, contact: contact) : .clearBounce(office, contact: contact)
            return steps + [.handOver(mail: -1, .noSuchAddress, nil)] + (chance(3) ? [] : [correction])
        case 13: return steps + reported(office, contact)
        // Twice nobody finishes it, and then it is looked at by a person.
        case 14:
            let lost: [Step] = [chance(2) ? .dropWorker : .restart(isAbrupt: true), .clock(.toMailDue(offset: 0)), .claim]
            return steps + lost + lost + (chance(2) ? [.releaseMail(office, Releasing()), .claim, .handOver(mail: -1, relay(), nil)] : [])
        case 1: return steps + (0..<Pace.attemptsMax).flatMap { _ in retried() }
        case 2: return steps + [.handOver(mail: -1, .accepted, nil), .clock(.toDeadline(link: -1, offset: Int64(draw(3)) - 1))]
        case 3: return steps + [.handOver(mail: -1, .accepted, nil), .redeem(link: -1, account: draw(3), nil)]
        case 4: return withoutLetters(steps, office)
        case 5:
            let gone: [Step] = chance(2) ? [.restart(isAbrupt: true)] : [.dropWorker, .clock(.toMailDue(offset: 0))]
            return steps + gone + [.claim, .handOver(mail: -1, relay(), nil)]
        // A day without a route: the letter is written anew.
        case 6:
            let aDay = ClockMove.advance(milliseconds: Pace.validityLossMax + 1)
            return steps + [.handOver(mail: -1, relay(), nil), .clock(aDay), .claim, .handOver(mail: -1, relay(), nil)]
        // Taken back while the relay has it.
        case 7:
            let takingBack: Step =
                chance(2)
                ? .revoke(office, contact: contact, reason: .none, request: request()) : .redeem(link: -1, account: draw(3), nil)
            return steps + [.handOver(mail: -1, .accepted, Interruption(steps: [takingBack]))]
        // The address turns out to be a pupil's, while the mail waits.
        case 8:
            let own = MISChange.pupilEmail(draw(4), feeds[office.school].contacts[contact % 6].email)
            return steps.dropLast() + typing(office.school, [own])
                + [.importFeed(school: office.school, nil, confirming: nil, nil), .claim]
        // The disk is lost with a mail on its way, or gone since the copy.
        case 9:
            return steps + [.backUp, .handOver(mail: -1, .accepted, nil), .restore(backup: -1), .claim] + released(office) + delivered()
        case 10: return steps + left(office, contact % 6)
        default:
            return steps + [.handOver(mail: -1, relay(), nil), .clock(.toCooldownEnd(link: -1, offset: Int64(draw(3)) - 1))]
                + [.send(inviting(contact, .reinvite, office), request: request())] + delivered()
        }
    }

    /// Registers, leaves, and comes back; or somebody asks again about a revocation of before (R16, R38).
    private mutating func left(_ office: Office, _ contact: Int) -> [Step] {
        let revoked: [Step] = chance(3) ? [.revoke(office, contact: contact, reason: .none, request: request())] : []
        let feed = Step.importFeed(school: office.school, nil, confirming: nil, nil)
        let confirmed = Step.importFeed(school: office.school, nil, confirming: -1, nil)
        return [.handOver(mail: -1, .accepted, nil), .redeem(link: -1, account: draw(3), nil)] + revoked
            + typing(office.school, [.contactGone(contact)]) + [feed, confirmed]
            + (revoked.isEmpty ? [] : [.retry(request: -1, nil)])
            + typing(office.school, [.pair(draw(4), contact, order: .no, responsible: .yes)]) + [feed]
    }

    /// A report comes after the relay had taken the mail, or while it is being tried still; again; and after somebody has put things right.
    private mutating func reported(_ office: Office, _ contact: Int) -> [Step] {
        let what = chance(2) ? .wrongAddress : ReportModel.allCases[draw(ReportModel.allCases.count)]
        let report = Step.report(link: -1, what, nil)
        let correction: Step =
            switch draw(4) {
            case 0: .erase(office, contact: contact)
            case 1: .revoke(office, contact: contact, reason: .none, request: request())
            case 2: .send(inviting(contact, .reinvite, office), request: request())
            default: .clearBounce(office, contact: contact)
            }
        return [.handOver(mail: -1, chance(3) ? relay() : .accepted, nil)] + (chance(4) ? [correction] : []) + [report]
            + (chance(3) ? [report] : []) + (chance(2) ? [correction, report] : [])
    }

    /// After a restore: with a look at the MIS, or without; now and then in vain at first.
    mutating func released(_ office: Office) -> [Step] {
        let feed = Step.importFeed(school: office.school, nil, confirming: nil, nil)
        let how = Releasing(withoutImport: chance(2), endsLinks: chance(3))
        return (chance(3) ? [.redeem(link: -1, account: draw(3), nil)] : []) + (chance(3) ? [.releaseMail(office, Releasing())] : [])
            + (chance(2) ? [feed] : []) + [.releaseMail(office, how)]
    }

    private func retried() -> [Step] {
        [.handOver(mail: -1, chance(3) ? .unreachable : .temporary, nil), .clock(.toMailDue(offset: 0)), .claim]
    }

    /// No letter can be written until somebody mends the time zone; or an operator asks in vain.
    private mutating func withoutLetters(_ steps: [Step], _ office: Office) -> [Step] {
        typing(office.school, [.timeZone(2)]) + [.importFeed(school: office.school, nil, confirming: nil, nil)] + steps
            + (chance(2) ? [.releaseMail(office, Releasing()), .claim] : [])
    }

    /// What was reviewed of a contact is no longer so, though it could still be invited.
    mutating func outdatedReview() -> [Step] {
        let office = Office(school: focus.school, admin: draw(3))
        let contact = contact() % Universe.contacts.count
        let fact: MISChange = chance(2) ? .contactSurname(contact, draw(3)) : .contactEmail(contact, 3 + draw(3))
        return [.review(inviting(contact, .send, office))] + typing(office.school, [fact])
            + [.importFeed(school: office.school, nil, confirming: nil, nil), .sendPlanned(plan: -1, nil, request: request())]
    }

    private func inviting(_ contact: Int, _ method: InvitingMethod, _ office: Office) -> Inviting {
        Inviting(school: office.school, admin: office.admin, method: method, selection: .explicit([contact]))
    }
}
