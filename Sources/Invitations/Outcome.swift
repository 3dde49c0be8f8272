/// What happens, or would happen, to one contact when it is invited or invited again (R15).
///
/// Raw values are those of the contract's enum `Outcome`.
public enum Outcome: Int32, Sendable, Hashable, CaseIterable {
    case queued = 1
    case alreadyInvited = 2
    case alreadyRegistered = 3
    case expiredUseReinvite = 4
    case neverInvited = 5
    case courtOrder = 6
    case noEmail = 7
    case invalidEmail = 8
    case contactNotFound = 9
    case emailSharedWithBarredContact = 10
    case emailBelongsToPupil = 11
    case emailBounced = 12
    case noParentalResponsibility = 13
    case tooSoon = 14
    case needsSMTPUTF8 = 15
}

/// Something the administrator should see before sending; it does not stop the invitation.
public enum Warning: Int32, Sendable, Hashable, CaseIterable {
    case sharedEmail = 1
    case emailChanged = 2
    case declined = 3
}

/// Where a contact stands (R5). Computed at read time; nothing has to run for an invitation to expire.
public enum RegistrationStatus: Int32, Sendable, Hashable, CaseIterable {
    case notRegistered = 1
    case invited = 2
    case invitationExpired = 3
    case registered = 4
    case suspended = 5
}

/// What became of an invitation's email (R23).
public enum DeliveryState: Int32, Sendable, Hashable, CaseIterable {
    case queued = 1
    case sent = 2
    case deferred = 3
    case bounced = 4
    case failed = 5
    case held = 6
    case cancelled = 7
}

/// A yes-or-no of the MIS that may be missing: absent is not false (R8).
public enum TriState: Int32, Sendable, Hashable {
    case absent = 0
    case no = 1
    case yes = 2
}
