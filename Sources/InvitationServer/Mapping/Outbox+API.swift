internal import InvitationAPI
internal import InvitationStore
internal import Invitations
internal import ProtobufRuntime

extension Invitations.DeliveryReport {
    /// Throws `INVALID_REPORT`.
    init(_ request: ReportBounceRequest) throws(InvitationError) {
        let action: Action
        switch request.action {
        case .failed: action = .failed
        case .delayed: action = .delayed
        case .delivered: action = .delivered
        case .relayed: action = .relayed
        case .expanded: action = .expanded
        default: throw InvitationError(.invalidReport, "action must say what the other side did.", ["field": "action"])
        }
        guard let status = EnhancedStatus(request.status) else {
            throw InvitationError(
                .invalidReport, "status must be an enhanced status code, such as 5.1.1 (RFC 3463).", ["field": "status"])
        }
        self.init(action, status: status, diagnostic: request.diagnostic)
    }
}

extension InvitationAPI.ReportVerdict {
    init(_ verdict: Invitations.ReportVerdict) {
        switch verdict {
        case .bounced: self = .bounced
        case .failed: self = .failed
        case .noted: self = .noted
        case .unchanged: self = .unchanged
        }
    }
}

extension ListMailResponse {
    /// A row a school and state, in their order.
    init(_ counts: [OpenMailCount]) {
        var rows: [MailCounts] = []
        for count in counts {
            let state = InvitationAPI.DeliveryState(count.state)
            if rows.last?.schoolID != count.school.text || rows.last?.state != state {
                rows.append(
                    MailCounts(
                        schoolID: count.school.text, state: state, counts: Array(repeating: 0, count: OutboxAges.minutes.count + 1)))
            }
            rows[rows.count - 1].counts[count.age] += count.count
        }
        self.init(ageMinutes: OutboxAges.minutes, rows: rows)
    }
}

extension GetMailResponse {
    init(_ mail: TendOutbox.Mail) {
        self.init(
            state: .init(mail.state), queuedAt: Timestamp(mail.queuedAt), mailedAt: mail.mailedAt.map(Timestamp.init),
            dueAt: mail.open?.dueAt.map(Timestamp.init), attempts: Int32(clamping: mail.open?.attempts ?? 0),
            returnPathWord: mail.returnPathWord ?? "", heldBecause: mail.open?.hold?.word ?? "",
            events: mail.events.map { MailEvent(at: Timestamp($0.at), kind: $0.kind, actor: $0.actor, detail: $0.detail) })
    }
}

extension HoldCause {
    /// As operators are told.
    fileprivate var word: String {
        switch self {
        case .paused: "PAUSED"
        case .restored: "RESTORED"
        case .letter: "LETTER"
        case .tokenKey: "TOKEN_KEY"
        case .byOperator: "OPERATOR"
        case .quarantined: "QUARANTINED"
        case .template: "TEMPLATE"
        }
    }
}
