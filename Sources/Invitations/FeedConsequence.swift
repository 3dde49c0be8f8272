/// Something that an import does to a contact beyond storing what it says (R34), to be done in the same flip.
public enum FeedConsequence: Sendable, Hashable {
    /// Take the live link back and cancel its queued mail.
    case revoke(RevocationReason)
    /// R7: registered, and now barred.
    case suspend
    /// Registered, and no longer barred.
    case reinstate
    /// Show the warning `EMAIL_CHANGED` until somebody invites again.
    case markEmailChanged
    case courtOrderAdded
    case courtOrderLifted
    case added
    /// Not in the feed any more: withdrawn.
    case left
}

/// A contact as it will be after the flip; court orders already merged by R8.
public struct FeedOutlook: Sendable, Hashable {
    public var email: String?
    public var isBarred: Bool
    /// R21: somebody barred has the address too.
    public var isSharedWithBarred: Bool

    public init(email: String?, isBarred: Bool, isSharedWithBarred: Bool = false) {
        self.email = email
        self.isBarred = isBarred
        self.isSharedWithBarred = isSharedWithBarred
    }
}

/// What the flip does to a contact: `before` nil is a new one, `after` nil one who left.
///
/// At most one revocation, for the gravest reason: court order, then address, then leaving. A link past its deadline is taken
/// back too: the next step is Send to the new address, not Reinvite. A barred sharer's revocation is a court order's: the parent
/// is told `NOT_PERMITTED` and nothing of anyone else (R21).
public func feedConsequences(before: ContactState?, after: FeedOutlook?) -> [FeedConsequence] {
    let hasLiveLink = before?.invitation?.standing == .live && before?.registration == nil
    guard let after else {
        guard before != nil else { return [] }
        return hasLiveLink ? [.revoke(.leftSchool), .left] : [.left]
    }
    guard let before else { return after.isBarred ? [.added, .courtOrderAdded] : [.added] }

    var consequences: [FeedConsequence] = []
    if after.isBarred != before.isBarred { consequences.append(after.isBarred ? .courtOrderAdded : .courtOrderLifted) }
    let emailChanged = emailComparisonKey(before.email) != emailComparisonKey(after.email)
    if hasLiveLink {
        if after.isBarred || after.isSharedWithBarred {
            consequences.append(.revoke(.courtOrder))
        } else if emailChanged {
            consequences.append(.revoke(.addressChanged))
        }
        if emailChanged { consequences.append(.markEmailChanged) }
    }
    if before.registration != nil && after.isBarred != before.isBarred {
        consequences.append(after.isBarred ? .suspend : .reinstate)
    }
    return consequences
}

/// R8: absent is not false. `feed` nil: the pair is not in the feed while the contact stays.
public func mergedCourtOrder(before: Bool, feed: TriState?) -> Bool {
    switch feed {
    case .yes: true
    case .no: false
    case .absent, nil: before
    }
}

private func emailComparisonKey(_ email: String?) -> String {
    email.map(EmailAddress.comparisonKey(ofRaw:)) ?? ""
}
