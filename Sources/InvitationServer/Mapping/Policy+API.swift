internal import InvitationAPI
internal import InvitationStore
internal import Invitations

extension Invitations.SchoolPolicy {
    /// Not yet validated. Throws `INVALID_POLICY` when there is none at all.
    init(_ policy: InvitationAPI.SchoolPolicy?) throws(InvitationError) {
        guard let policy else {
            throw InvitationError(.invalidPolicy, "policy is missing. Send the whole policy, as it is to be.", ["field": "policy"])
        }
        self.init()
        validityDays = Int(policy.validityDays)
        requiresParentalResponsibility = policy.requiresParentalResponsibility
        acknowledgesMissingCourtOrderData = policy.acknowledgesMissingCourtOrderData
        reinviteCooldown = .seconds(60 * Int64(policy.reinviteCooldownMinutes))
        dailyCap = Int(policy.dailyCap)
        removalGuardPercent = Int(policy.removalGuardPercent)
        liftGuardPercent = Int(policy.liftGuardPercent)
        leaverRetentionDays = Int(policy.leaverRetentionDays)
        eventRetentionDays = Int(policy.eventRetentionDays)
    }
}

extension InvitationAPI.SchoolPolicy {
    init(_ policy: Invitations.SchoolPolicy) {
        self.init(
            validityDays: Int32(clamping: policy.validityDays), requiresParentalResponsibility: policy.requiresParentalResponsibility,
            acknowledgesMissingCourtOrderData: policy.acknowledgesMissingCourtOrderData,
            reinviteCooldownMinutes: Int32(clamping: policy.reinviteCooldown.components.seconds / 60),
            dailyCap: Int32(clamping: policy.dailyCap), removalGuardPercent: Int32(clamping: policy.removalGuardPercent),
            liftGuardPercent: Int32(clamping: policy.liftGuardPercent),
            leaverRetentionDays: Int32(clamping: policy.leaverRetentionDays),
            eventRetentionDays: Int32(clamping: policy.eventRetentionDays))
    }
}

extension GetPolicyResponse {
    init(_ standing: SchoolPolicies.Standing) {
        let (school, facts) = (standing.school, standing.facts)
        self.init(
            school: InvitationAPI.School(
                id: school.id.text, name: school.name, misLinked: school.isMISLinked, timeZone: school.timeZone,
                courtOrderData: school.hasCourtOrderData, paused: school.isPaused,
                obstacle: school.invitingObstacle?.reason.rawValue ?? "", pupils: facts.pupils, contacts: facts.contacts,
                imports: facts.imports, invitedWithinDay: Int32(clamping: facts.invitedWithinDay),
                restored: school.restoration != nil),
            policy: InvitationAPI.SchoolPolicy(standing.state.policy), etag: standing.state.etag)
    }
}
