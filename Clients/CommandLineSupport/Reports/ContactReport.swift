public import InvitationAPI
internal import ProtobufJSON

/// What a support script asks about one contact, answered on one screen. (R11)
public struct ContactReport: Sendable {
    private let answer: GetContactResponse
    private let events: ListContactEventsResponse
    private let now: Timestamp

    /// - Parameters:
    ///   - events: the latest of the contact.
    ///   - now: what times are said beside.
    public init(_ answer: GetContactResponse, events: ListContactEventsResponse, now: Timestamp) {
        self.answer = answer
        self.events = events
        self.now = now
    }

    /// The answers, and below them the latest events.
    public func text(width: Int?) -> String {
        let contact = answer.contact ?? Contact()
        var facts = contact.standing(obstacle: answer.obstacle)
        facts.add("court order", courtOrder)
        facts.add("invited", contact.invitedAt.map(told) ?? "no")
        facts.add("email sent", mailed)
        facts.add("delivery", [contact.delivery.shownName, contact.deliveryDetail].filter { !$0.isEmpty }.joined(separator: ": ").orNone)
        facts.add("link", link)
        facts.add("registered", registered)
        facts.add("warnings", contact.warnings.map(\.name).joined(separator: " ").orNone)
        facts.add("children", answer.pupils.isEmpty ? ["none"] : answer.pupils.map(told))
        var text = facts.text + "\nThe latest events:\n" + events.events.table.text(width: width)
        if !events.nextPageToken.isEmpty {
            text += "Earlier ones: \(TerminalText.safe("invitationctl contact events \(ShellWords.quoted(contact.id)) --all"))\n"
        }
        return text
    }

    /// Both answers as one document, under the names of their calls.
    public func json() throws -> String {
        let document = JSONValue.object([
            .init("getContact", try MessageJSON.value(answer)), .init("listContactEvents", try MessageJSON.value(events)),
        ])
        return document.text(.pretty) + "\n"
    }

    // MARK: Answers

    private var courtOrder: String {
        guard !answer.courtOrderPupilIDs.isEmpty else { return answer.contact?.courtOrder == true ? "yes" : "no" }
        let pupils = answer.courtOrderPupilIDs.map { id in
            answer.pupils.first { $0.id == id }.map { "\($0.name) (\(id))" } ?? id
        }
        return "yes, with respect to \(pupils.joined(separator: ", ")); the parent is not told (R7)"
    }

    private var mailed: String {
        guard let at = answer.mailedAt else { return "no" }
        let moved = answer.mailedTo == answer.contact?.email ? "" : " (the MIS has another address now)"
        return "\(told(at)), to \(answer.mailedTo)\(moved)"
    }

    /// Until when the link works, and whether that is past. The status says whether there is one. (R5, R20)
    private var link: String {
        let contact = answer.contact ?? Contact()
        switch contact.status {
        case .invited:
            guard let deadline = contact.expiresAt else { return "its time begins when the email is sent" }
            guard !deadline.isPast(at: now) else { return "expired \(told(deadline))" }
            return "works until \(deadline.secondText), \(deadline.span(to: now).map { "for another \($0)" } ?? "for less than a minute")"
        case .invitationExpired: return contact.expiresAt.map { "expired \(told($0))" } ?? "expired"
        case .registered, .suspended: return "used"
        default: return contact.expiresAt == nil ? "none" : "none that works"
        }
    }

    private var registered: String {
        guard let at = answer.contact?.registeredAt else { return answer.accountID.isEmpty ? "no" : "account \(answer.accountID)" }
        return "\(told(at)), with account \(answer.accountID)"
    }

    private func told(_ instant: Timestamp) -> String { "\(instant.secondText), \(instant.words(at: now))" }

    private func told(_ pupil: Pupil) -> String {
        [pupil.name + " (\(pupil.id))", pupil.place].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension String {
    fileprivate var orNone: String { isEmpty ? "none" : self }
}
