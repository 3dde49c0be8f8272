import Invitations

extension Model {
    /// Where a move of the clock goes; nil: what it names is not there.
    func target(_ move: ClockMove) -> Int64? {
        switch move {
        case .advance(let milliseconds): now + milliseconds
        case .toDeadline(let link, let offset):
            pick(links, link).flatMap { invitation($0)?.expiresAt }.map { $0 + offset }
        case .toCooldownEnd(let index, let offset):
            pick(links, index).flatMap { link in
                invitation(link).map {
                    $0.invitedAt + (schools[link.school]?.policy.reinviteCooldown.components.seconds ?? 0) * 1000 + offset
                }
            }
        case .toPlanEnd(let plan, let offset): pick(plans, plan).map { $0.reviewedAt + 3_600_000 + offset }
        case .toRecordEnd(let request, let offset):
            pick(requests, request).flatMap { call -> Int64? in
                schools[call.school]?.records.values.map(\.at).min().map { $0 + 7 * 86_400_000 + offset }
            }
        case .toMailDue(let offset): mails.compactMap(\.due).filter { $0 > now }.min().map { $0 + offset }
        }
    }

    /// Never back.
    mutating func move(to instant: Int64?) {
        if let instant { now = max(now, instant) }
    }

    /// The service stops, or is stopped, and starts again: what was answered is there, what was in somebody's memory is not.
    mutating func restart(isAbrupt: Bool) {
        claimed = []
        importing = []
        staging = []
        if !has(.formerLeasesLast) { endFormerLeases() }
        if isAbrupt && has(.crashLosesAQueuedMail), let lost = mails.lastIndex(where: { $0.due != nil }) { mails[lost].due = nil }
    }

    /// Whoever had mail is no more: it is due, a minute later for each time before that nobody finished it.
    private mutating func endFormerLeases() {
        for index in mails.indices where mails[index].unsettled > 0 {
            guard let due = mails[index].due, due > now else { continue }
            mails[index].due = min(due, now + Int64(mails[index].unsettled - 1) * 60_000)
            mails[index].fence += 1
        }
    }
}
