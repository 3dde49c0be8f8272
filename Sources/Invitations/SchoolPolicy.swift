/// What a school's office may decide. Each change, and each pause, raises `version`: plan tokens and derived list rows carry it.
public struct SchoolPolicy: Sendable, Hashable {
    public var version: Int64 = 1
    /// How long a link works from the first delivery attempt (R20).
    public var validityDays = 14
    /// R9: off by default; the law lets a parent without it be a contact.
    public var requiresParentalResponsibility = false
    /// R8: the office knows that its MIS exports no court orders.
    public var acknowledgesMissingCourtOrderData = false
    /// R42: how soon a contact may be invited again.
    public var reinviteCooldown: Duration = .seconds(600)
    /// R42: how many invitations may be asked for within 24 hours.
    public var dailyCap = 20_000
    /// R35: an import that would remove a larger share of the contacts is withheld.
    public var removalGuardPercent = 20
    /// R35: so is one that would lift a larger share of the court orders, if that is more than one.
    public var liftGuardPercent = 5
    /// R39: how long a leaver's account and address are kept.
    public var leaverRetentionDays = 365
    /// R39: how long the history is kept.
    public var eventRetentionDays = 1095

    public init() {}

    public var validity: Duration { .seconds(validityDays * 86_400) }

    /// What may be chosen.
    public enum Limits {
        public static let validityDays = 1...60
        public static let reinviteCooldownMinutes = 1...10_080
        public static let dailyCap = 1...1_000_000
        public static let guardPercent = 1...100
        public static let leaverRetentionDays = 1...3_650
        public static let eventRetentionDays = 30...3_650
    }

    /// Throws `INVALID_POLICY` naming the field and its range.
    public func validated() throws(InvitationError) -> SchoolPolicy {
        try Self.check(validityDays, Limits.validityDays, "validity_days")
        let (seconds, attoseconds) = reinviteCooldown.components
        guard seconds % 60 == 0, attoseconds == 0 else {
            throw InvitationError(
                .invalidPolicy, "reinvite_cooldown_minutes must be whole minutes.", ["field": "reinvite_cooldown_minutes"])
        }
        try Self.check(Int(clamping: seconds / 60), Limits.reinviteCooldownMinutes, "reinvite_cooldown_minutes")
        try Self.check(dailyCap, Limits.dailyCap, "daily_cap")
        try Self.check(removalGuardPercent, Limits.guardPercent, "removal_guard_percent")
        try Self.check(liftGuardPercent, Limits.guardPercent, "lift_guard_percent")
        try Self.check(leaverRetentionDays, Limits.leaverRetentionDays, "leaver_retention_days")
        try Self.check(eventRetentionDays, Limits.eventRetentionDays, "event_retention_days")
        return self
    }

    private static func check(_ value: Int, _ range: ClosedRange<Int>, _ field: String) throws(InvitationError) {
        guard range.contains(value) else {
            throw InvitationError(
                .invalidPolicy, "\(field) must be \(range.lowerBound) to \(range.upperBound). Send the whole policy, as it is to be.",
                ["field": field, "min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
        }
    }
}
