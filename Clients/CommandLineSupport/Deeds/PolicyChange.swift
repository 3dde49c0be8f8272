public import InvitationAPI

/// What of a policy is to be otherwise; nil stays as it is.
public struct PolicyChange: Sendable, Equatable {
    /// How long a link works (R20).
    public var validityDays: Int32?
    /// (R9)
    public var requiresParentalResponsibility: Bool?
    /// (R8)
    public var acknowledgesMissingCourtOrderData: Bool?
    /// (R42)
    public var reinviteCooldownMinutes: Int32?
    /// (R42)
    public var dailyCap: Int32?
    /// (R35)
    public var removalGuardPercent: Int32?
    /// (R35)
    public var liftGuardPercent: Int32?
    /// (R39)
    public var leaverRetentionDays: Int32?
    /// (R39)
    public var eventRetentionDays: Int32?

    /// Nothing.
    public init() {}

    /// Whether everything stays.
    public var isEmpty: Bool { self == PolicyChange() }

    /// The policy with the changes. Ranges are the service's to check.
    public func applied(to policy: SchoolPolicy) -> SchoolPolicy {
        SchoolPolicy(
            validityDays: validityDays ?? policy.validityDays,
            requiresParentalResponsibility: requiresParentalResponsibility ?? policy.requiresParentalResponsibility,
            acknowledgesMissingCourtOrderData: acknowledgesMissingCourtOrderData ?? policy.acknowledgesMissingCourtOrderData,
            reinviteCooldownMinutes: reinviteCooldownMinutes ?? policy.reinviteCooldownMinutes,
            dailyCap: dailyCap ?? policy.dailyCap, removalGuardPercent: removalGuardPercent ?? policy.removalGuardPercent,
            liftGuardPercent: liftGuardPercent ?? policy.liftGuardPercent,
            leaverRetentionDays: leaverRetentionDays ?? policy.leaverRetentionDays,
            eventRetentionDays: eventRetentionDays ?? policy.eventRetentionDays)
    }
}
