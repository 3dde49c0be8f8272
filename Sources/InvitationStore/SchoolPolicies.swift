public import Invitations

/// A school's policy and its pause switch: read, replaced against an etag, switched (R8, R9, R16, R20, R35, R39, R42).
public struct SchoolPolicies: Sendable {
    /// A school with what there is to know of it.
    public struct Standing: Sendable, Hashable {
        public var school: School
        public var facts: SchoolFacts
        public var state: PolicyState
    }

    /// The policy as it is to be, for a school as somebody read it.
    public struct Change: Sendable {
        public var school: SchoolID
        public var policy: SchoolPolicy
        /// Of the state it was read in.
        public var etag: String
        public var call: IdempotentCall

        public init(school: SchoolID, policy: SchoolPolicy, etag: String, call: IdempotentCall) {
            self.school = school
            self.policy = policy
            self.etag = etag
            self.call = call
        }
    }

    public init() {}

    /// Throws `SCHOOL_NOT_FOUND`.
    public func read(_ school: SchoolID, in transaction: any ReadTransaction) throws -> Standing {
        let school = try transaction.requiredSchool(school)
        return Standing(school: school, facts: try transaction.facts(of: school), state: PolicyState(school))
    }

    /// Replaces the policy. A repeated call answers what it answered the first time (R16).
    ///
    /// Throws `INVALID_REQUEST_ID`, `SCHOOL_NOT_FOUND`, `REQUEST_ID_REUSED`, `INVALID_POLICY`, `POLICY_CHANGED`.
    public func set(_ change: Change, in transaction: any WriteTransaction) throws -> PolicyState {
        let school = try transaction.requiredSchool(change.school)
        let answer = try transaction.once(change.call, method: "SetPolicy", of: school) {
            let policy = try change.policy.validated()
            guard change.etag == PolicyState(school).etag else {
                throw InvitationError(
                    .policyChanged, "The policy is not the one that etag is of. Read it again, and change what it says now.",
                    ["etag": PolicyState(school).etag])
            }
            let changed = try transaction.setPolicy(policy, of: school)
            try transaction.append([Self.event(.policyChanged, change.call, changed)], of: changed)
            return PolicyState(changed).bytes
        }
        return try PolicyState(answer)
    }

    /// Stops everything that would send email, or lets it go on: then what was held goes at once (R42). A repeated call answers as the first.
    ///
    /// Throws `INVALID_REQUEST_ID`, `SCHOOL_NOT_FOUND`, `REQUEST_ID_REUSED`.
    public func pause(
        _ isPaused: Bool, _ school: SchoolID, _ call: IdempotentCall, in transaction: any WriteTransaction
    ) throws -> PolicyState {
        let school = try transaction.requiredSchool(school)
        let answer = try transaction.once(call, method: "Pause", of: school) {
            if school.isPaused == isPaused { return PolicyState(school).bytes }
            let changed = try transaction.setPaused(isPaused, of: school)
            try transaction.append([Self.event(isPaused ? .paused : .resumed, call, changed)], of: changed)
            return PolicyState(changed).bytes
        }
        return try PolicyState(answer)
    }

    private static func event(_ kind: EventKind, _ call: IdempotentCall, _ school: School) -> NewEvent {
        NewEvent(kind, contact: nil, actor: call.actor.principal, detail: "version \(school.policy.version)")
    }
}

/// The policy at one version, and whether the school is paused.
public struct PolicyState: Sendable, Hashable {
    public var policy: SchoolPolicy
    public var isPaused: Bool
    /// AIP-154: names this state; opaque.
    public var etag: String { "\"\(policy.version)\"" }

    init(_ school: School) {
        policy = school.policy
        isPaused = school.isPaused
    }
}

/// As an idempotency record keeps it (R16): whole, for nothing of it is personal.
extension PolicyState {
    private static let form: UInt8 = 1

    fileprivate init(_ bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.form else { throw ByteFormError() }
        isPaused = try reader.byte() == 1
        policy = SchoolPolicy()
        policy.version = try reader.integer()
        policy.validityDays = try reader.count()
        policy.requiresParentalResponsibility = try reader.byte() == 1
        policy.acknowledgesMissingCourtOrderData = try reader.byte() == 1
        policy.reinviteCooldown = .milliseconds(try reader.integer())
        policy.dailyCap = try reader.count()
        policy.removalGuardPercent = try reader.count()
        policy.liftGuardPercent = try reader.count()
        policy.leaverRetentionDays = try reader.count()
        policy.eventRetentionDays = try reader.count()
    }

    fileprivate var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.form)
        writer.byte(isPaused ? 1 : 0)
        writer.integer(policy.version)
        writer.count(policy.validityDays)
        writer.byte(policy.requiresParentalResponsibility ? 1 : 0)
        writer.byte(policy.acknowledgesMissingCourtOrderData ? 1 : 0)
        writer.integer(policy.reinviteCooldown.components.seconds * 1000)
        writer.count(policy.dailyCap)
        writer.count(policy.removalGuardPercent)
        writer.count(policy.liftGuardPercent)
        writer.count(policy.leaverRetentionDays)
        writer.count(policy.eventRetentionDays)
        return writer.bytes
    }
}
