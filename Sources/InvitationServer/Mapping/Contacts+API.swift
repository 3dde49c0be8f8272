internal import InvitationAPI
internal import InvitationStore
internal import Invitations
internal import RPC

extension GetContactResponse {
    init(_ report: ContactReport) {
        self.init(
            contact: InvitationAPI.Contact(report.listing), pupils: report.pupils.map(InvitationAPI.Pupil.init),
            mailedTo: report.mailedTo, mailedAt: report.mailedAt.map(Timestamp.init), accountID: report.account?.text ?? "",
            courtOrderPupilIDs: report.courtOrderPupils.map(\.text), obstacle: report.obstacle?.rawValue ?? "")
    }
}

extension ContactEvent {
    init(_ event: RecordedEvent) {
        self.init(
            sequence: event.sequence, at: Timestamp(event.at), kind: event.kind, contactID: event.contact?.text ?? "",
            accountID: event.account?.text ?? "", actor: event.actor, detail: event.detail)
    }
}

extension Access {
    init(_ binding: AccountBinding) {
        self.init(
            schoolID: binding.school.id.text, contactID: binding.contact.text, granted: binding.isGranted,
            pupilIDs: binding.pupils.map(\.text))
    }
}

extension PreviewEmailResponse {
    init(_ letter: PreviewedLetter) {
        self.init(
            from: letter.from, replyTo: letter.replyTo, to: letter.to, subject: letter.subject, text: letter.text, html: letter.html)
    }
}
