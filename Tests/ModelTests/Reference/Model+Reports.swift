import Invitations

/// What a mail system reports after a relay had taken a mail.
enum ReportModel: Sendable, Hashable, CaseIterable {
    case wrongAddress, refused, gaveUp, delayed, delivered

    var action: DeliveryReport.Action {
        switch self {
        case .wrongAddress, .refused, .gaveUp: .failed
        case .delayed: .delayed
        case .delivered: .delivered
        }
    }

    var status: String {
        switch self {
        case .wrongAddress: "5.1.1"
        case .refused: "5.7.1"
        case .gaveUp: "4.4.7"
        case .delayed: "4.4.1"
        case .delivered: "2.0.0"
        }
    }

    static let words = "so says the other side"
}

extension Model {
    /// R23: it overrides `SENT`, and counts only if it came to an address that we wrote.
    mutating func report(_ presented: Presented, _ report: ReportModel, by reader: String) -> [String] {
        if presented.forgery == .neverIssued { return ["unchanged"] }
        guard let index = presented.link, presented.forgery == nil || has(.forgedReportCounts), let invitation = invitation(links[index]),
            let contact = contact(links[index]), invitation.mailedAt != nil
        else { return [refusalLine(.returnPathUnknown)] }
        let link = links[index]
        let isOpen = [.queued, .deferred, .held].contains(invitation.delivery)
        let isFailure = report.action == .failed
        guard invitation.delivery == .sent || (isOpen && isFailure) || (has(.reportReopensAnEnding) && isFailure) else {
            return ["unchanged"]
        }
        // Of somebody who is gone no words are kept (R39).
        let detail = contact.isPresent ? "\(report.status) \(ReportModel.words)" : report.status
        switch report {
        case .delivered: return ["unchanged"]
        case .delayed:
            guard contact.isPresent, invitation.detail != detail else { return ["unchanged"] }
            change(link) { $0.detail = detail }
            return ["noted"]
        case .wrongAddress, .refused, .gaveUp: break
        }
        let state: DeliveryState = report == .wrongAddress ? .bounced : .failed
        for mail in mails.indices where mails[mail].link == link && mails[mail].isOpen { close(mail, state, detail) }
        change(link) { ($0.delivery, $0.detail) = (state, detail) }
        let isLatest = link.generation == contact.invitations.count - 1
        let isErased = contact.id.hasPrefix(Self.pseudonym(""))
        if state == .bounced, isLatest, !isErased, !has(.laterBounceIsForgotten),
            schools[link.school]?.bounced[invitation.addressKey] == nil
        {
            schools[link.school]?.bounced[invitation.addressKey] = link.contact
        }
        note(
            link.school, "MAIL_FAILED", link.contact, actor: reader,
            "\(state == .bounced ? "BOUNCED" : "REFUSED"), REPORTED \(report.status)")
        return [state == .bounced ? "bounced" : "failed"]
    }
}
