public import Invitations

/// Sends invitations, for the first time or again, or says what that would do (R13-R18, R24).
public struct Invite: Sendable {
    /// Whom to invite, who asks, and what makes it the same call again.
    public struct Request: Sendable {
        public var method: InvitingMethod
        public var school: SchoolID
        public var selection: Selection
        /// A UUID; not looked at by a review.
        public var requestID: String
        /// Of an earlier review; empty: none. Not looked at by a review.
        public var planToken: String
        /// SHA-256 over the canonical re-encoding of the request without its id (R16); not looked at by a review.
        public var bodyDigest: [UInt8]
        public var actor: Actor

        public init(
            method: InvitingMethod, school: SchoolID, selection: Selection, requestID: String = "", planToken: String = "",
            bodyDigest: [UInt8] = [], actor: Actor
        ) {
            self.method = method
            self.school = school
            self.selection = selection
            self.requestID = requestID
            self.planToken = planToken
            self.bodyDigest = bodyDigest
            self.actor = actor
        }
    }

    private let environment: UseCaseEnvironment

    public init(_ environment: UseCaseEnvironment) { self.environment = environment }

    /// What ``perform(_:in:)`` would do at this moment, contact by contact, with a plan token to hold it to that (R14).
    /// Writes nothing, and neither reads nor writes idempotency records (R16).
    ///
    /// Throws `SCHOOL_NOT_FOUND`, `MIS_NOT_LINKED`, `COURT_ORDER_DATA_UNAVAILABLE`, `SELECTION_MISSING`, `SELECTION_TOO_LARGE`,
    /// `INVALID_FILTER`, `SCHOOL_PAUSED`, `DAILY_CAP_REACHED`.
    public func review(_ request: Request, in transaction: any ReadTransaction) throws -> InviteAnswer {
        guard let school = try transaction.school(request.school) else { throw InvitationError.schoolNotFound }
        try school.requireInviting()
        let candidates = try selecting(request, school, transaction).candidates(request.selection)
        try requireCap(candidates, school, transaction)
        var answer = InviteAnswer(of: candidates, selection: request.selection)
        answer.planToken = plans(request, school).seal(candidates, at: transaction.now)
        return answer
    }

    /// Does it, in one transaction with its record, events and outbox entries (R17).
    ///
    /// Asks in the order of R16: the recorded answer, then whether the school can invite at all, then the plan. Throws what ``review(_:in:)``
    /// throws, and `INVALID_REQUEST_ID`, `REQUEST_ID_REUSED`, `INVALID_PLAN_TOKEN`, `PLAN_TOKEN_EXPIRED`, `PLAN_CHANGED`. Having thrown,
    /// it has done nothing once the store rolls back.
    public func perform(_ request: Request, in transaction: any WriteTransaction) throws -> InviteAnswer {
        let requestID = try RequestID.bytes(of: request.requestID)
        guard let school = try transaction.school(request.school) else { throw InvitationError.schoolNotFound }
        let key = IdempotencyKey(
            school: school.key, principal: request.actor.principal, method: request.method.rawValue, requestID: requestID)
        if let recorded = try transaction.recordedAnswer(key) {
            guard recorded.bodyDigest == request.bodyDigest else { throw InvitationError.requestIDReused }
            return try RecordedInvite(recorded.answer).answer(of: school, in: transaction)
        }

        try school.requireInviting()
        let plans = plans(request, school)
        let plan = request.planToken.isEmpty ? nil : try plans.open(request.planToken, at: transaction.now)
        let selecting = selecting(request, school, transaction)
        var candidates = try selecting.candidates(request.selection)
        if let plan { try plans.require(plan, candidates, selecting) }
        try requireCap(candidates, school, transaction)

        try issue(&candidates, isPlanned: plan != nil, request, selecting, transaction)
        let answer = InviteAnswer(of: candidates, selection: request.selection)
        try transaction.record(RecordedAnswer(bodyDigest: request.bodyDigest, answer: RecordedInvite(answer, candidates).bytes), for: key)
        return answer
    }

    /// R42: all of the call or nothing of it: which contacts to leave out is the office's to say.
    private func requireCap(_ candidates: [Candidate], _ school: School, _ transaction: any ReadTransaction) throws {
        let asked = candidates.count { $0.eligibility.outcome == .queued }
        guard asked > 0 else { return }
        let left = max(0, school.policy.dailyCap - (try transaction.facts(of: school).invitedWithinDay))
        guard asked > left else { return }
        throw InvitationError(
            .dailyCapReached,
            "This would invite \(asked) contacts; the school's cap leaves \(left) for 24 hours. Invite fewer, wait, or raise the cap in its policy.",
            ["cap": "\(school.policy.dailyCap)", "left": "\(left)", "asked": "\(asked)"])
    }

    /// Issues a generation for each that is to be queued. Where another call was quicker, the contact is looked at again and its
    /// true outcome told (R18); a planned call changes nothing then.
    private func issue(
        _ candidates: inout [Candidate], isPlanned: Bool, _ request: Request, _ selecting: Selecting, _ transaction: any WriteTransaction
    ) throws {
        var events: [NewEvent] = []
        var waiting = candidates.indices.filter { candidates[$0].eligibility.outcome == .queued }
        var roundsLeft = 3
        while !waiting.isEmpty {
            guard roundsLeft > 0 else { throw StoreError.unavailable }
            roundsLeft -= 1
            let invitations = newInvitations(waiting.map { candidates[$0] })
            let issued = try transaction.issue(invitations, of: selecting.school)
            var lost: [Int] = []
            for (place, index) in waiting.enumerated() {
                guard issued[place] else {
                    lost.append(index)
                    continue
                }
                events.append(
                    NewEvent(
                        request.method == .send ? .invited : .reinvited, contact: invitations[place].contact,
                        actor: request.actor.principal, detail: "generation \(invitations[place].expectedGeneration + 1)"))
            }
            if lost.isEmpty { break }
            if isPlanned { throw InvitationError.planChanged(lost.map { candidates[$0].id }, count: lost.count, environment.limits) }
            let ids = lost.map { candidates[$0].id }
            for (index, contact) in zip(lost, try transaction.contacts(ids, of: selecting.school)) {
                candidates[index] = selecting.decide(candidates[index].id, contact)
            }
            waiting = lost.filter { candidates[$0].eligibility.outcome == .queued }
        }
        if !events.isEmpty { try transaction.append(events, of: selecting.school) }
    }

    /// Precondition: each is to be queued.
    private func newInvitations(_ candidates: [Candidate]) -> [NewInvitation] {
        let nonces = environment.random.bytes(candidates.count * InvitationNonce.byteCount)
        return candidates.enumerated().compactMap { place, candidate in
            guard let contact = candidate.contact, let address = candidate.eligibility.address else { return nil }
            let start = place * InvitationNonce.byteCount
            return NewInvitation(
                contact: contact.key, expectedGeneration: contact.invitation?.generation ?? 0,
                nonce: InvitationNonce(bytes: Array(nonces[start..<start + InvitationNonce.byteCount])),
                tokenKeyID: environment.tokens.activeKeyID, address: address.wire)
        }
    }

    private func selecting(_ request: Request, _ school: School, _ transaction: any ReadTransaction) -> Selecting {
        Selecting(method: request.method, school: school, limits: environment.limits, transaction: transaction)
    }

    private func plans(_ request: Request, _ school: School) -> Plans {
        Plans(environment: environment, request: request, school: school)
    }
}

extension InvitationError {
    static let requestIDReused = InvitationError(
        .requestIDReused, "request_id was used for a different request. Use a new UUID for every new request.")
}
