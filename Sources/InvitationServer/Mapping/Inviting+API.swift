internal import InvitationAPI
internal import InvitationStore
internal import Invitations
internal import RPC

extension Selection {
    init(_ request: SendInvitationsRequest) throws {
        switch request.selection {
        case .contacts(let ids): self = .contacts(try Self.ids(ids.contactIDs, field: "contacts.contact_ids"))
        case .allNotRegistered(let filtered): self = try Self.matching(filtered, field: "all_not_registered")
        case nil: throw Self.missing("contacts or all_not_registered")
        }
    }

    init(_ request: ReinviteRequest) throws {
        switch request.selection {
        case .contacts(let ids): self = .contacts(try Self.ids(ids.contactIDs, field: "contacts.contact_ids"))
        case .allExpired(let filtered): self = try Self.matching(filtered, field: "all_expired")
        case nil: throw Self.missing("contacts or all_expired")
        }
    }

    private static func matching(_ filtered: FilteredSelection, field: String) throws -> Selection {
        try RPCError.translating {
            .matching(
                try Invitations.ContactFilter(filtered.filter),
                excluding: Set(try filtered.excludedContactIDs.map { try ContactID($0, field: "\(field).excluded_contact_ids") }))
        }
    }

    private static func ids(_ texts: [String], field: String) throws -> [ContactID] {
        try RPCError.translating { try texts.map { try ContactID($0, field: field) } }
    }

    private static func missing(_ choices: String) -> RPCError {
        RPCError(InvitationError(.selectionMissing, "Say who is meant: set \(choices).", ["field": "selection"]))
    }
}

extension SendInvitationsResponse {
    init(_ answer: InviteAnswer) {
        self.init(
            results: answer.results.map(InvitationResult.init), counts: answer.counts.map(OutcomeCount.init), planToken: answer.planToken)
    }
}

extension ReinviteResponse {
    init(_ answer: InviteAnswer) {
        self.init(
            results: answer.results.map(InvitationResult.init), counts: answer.counts.map(OutcomeCount.init), planToken: answer.planToken)
    }
}

extension InvitationResult {
    fileprivate init(_ result: InviteResult) {
        self.init(
            contactID: result.contact.text, outcome: .init(result.outcome), fullName: result.fullName, email: result.email,
            warnings: result.warnings.map { .init($0) }, retryAt: result.retryAt.map(Timestamp.init))
    }
}

extension InvitationAPI.OutcomeCount {
    fileprivate init(_ count: InviteAnswer.OutcomeCount) {
        self.init(outcome: .init(count.outcome), contacts: Int32(clamping: count.contacts))
    }
}

extension RedeemResponse {
    init(_ answer: Redeem.Answer) {
        self.init(
            schoolName: answer.schoolName, title: answer.name.title, forename: answer.name.forename, surname: answer.name.surname,
            childForenames: answer.childForenames, expiresAt: answer.expiresAt.map(Timestamp.init),
            schoolID: answer.registered?.school.text ?? "", contactID: answer.registered?.contact.text ?? "",
            pupilIDs: answer.registered?.pupils.map(\.text) ?? [])
    }
}
