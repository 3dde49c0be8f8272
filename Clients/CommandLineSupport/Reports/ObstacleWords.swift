internal import InvitationAPI
internal import InvitationClient

/// Why nobody of a school can be invited, and what the office can do about it.
enum ObstacleWords {
    /// The reason, and a sentence where this build knows one. Safe to show.
    static func text(_ reason: String) -> String {
        [TerminalText.safe(reason), advice[reason]].compactMap { $0 }.joined(separator: ", ")
    }

    private static let advice = [
        InvitationReason.misNotLinked: "the school's MIS is not linked",
        InvitationReason.courtOrderDataUnavailable: """
        its feed says nothing about court orders; who knows that may say invitationctl school policy --acknowledge-missing-court-orders
        """,
        InvitationReason.schoolPaused: "its email is paused; invitationctl school resume lets it go on",
    ]
}

/// Why a contact cannot be invited, and what can be done about it.
enum OutcomeWords {
    /// The outcome, and a sentence where this build knows one. Not yet safe to show: the id is as it came.
    static func text(_ outcome: Outcome, contact id: String) -> String {
        [outcome.name, advice(outcome, ShellWords.quoted(id))].compactMap { $0 }.joined(separator: ", ")
    }

    private static func advice(_ outcome: Outcome, _ id: String) -> String? {
        switch outcome {
        case .alreadyInvited: "the link that was sent works; invitationctl reinvite \(id) sends another"
        case .alreadyRegistered: "has an account"
        case .expiredUseReinvite: "invitationctl reinvite \(id) sends another link"
        case .courtOrder: "lifted by the MIS, or where that no longer speaks of it by invitationctl contact lift-court-order \(id)"
        case .noEmail: "the MIS has no address; the feed after it was entered there brings it"
        case .invalidEmail: "what the MIS has is no address; it is corrected there"
        case .emailSharedWithBarredContact:
            """
            somebody with a court order has the same address; if that is somebody erased, or no longer in the MIS, \
            invitationctl contact lift-court-order \(id) frees it
            """
        case .emailBelongsToPupil: "the address is a pupil's"
        case .emailBounced: "corrected in the MIS, or if the address works again: invitationctl contact clear-bounce \(id)"
        case .noParentalResponsibility: "the school's policy asks for parental responsibility"
        case .needsSmtputf8: "mail is not sent to addresses with such letters before the @"
        default: nil
        }
    }
}
