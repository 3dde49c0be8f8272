/// One invitation of one contact: a generation of its link (R18).
public struct Invitation: Sendable, Hashable {
    /// Counts a contact's invitations from 1. A compare-and-set on it keeps at most one live.
    public var generation: Int64
    /// Random, unique, in the token in clear (R31); 16 bytes.
    public var nonce: InvitationNonce
    /// Which token key signs this generation's link (R31).
    public var tokenKeyID: UInt8
    /// When an administrator asked for it.
    public var invitedAt: Instant
    /// When the first delivery attempt was claimed; nil before it (R20).
    public var mailedAt: Instant?
    /// The instant from which the link no longer works; nil before the first claim (R20).
    public var expiresAt: Instant?
    public var standing: Standing
    /// Where its email went or is to go.
    public var mailedTo: String
    public var delivery: DeliveryState
    /// E.g. `5.1.1 user unknown`.
    public var deliveryDetail: String

    /// What became of the link.
    public enum Standing: Sendable, Hashable {
        /// The last one sent; redeemable until it expires.
        case live
        /// R37, R34, R43: taken back.
        case revoked(RevocationReason)
        /// R25: a newer one was asked for then.
        case superseded(at: Instant)
        /// R27.
        case redeemed
    }

    public init(
        generation: Int64, nonce: InvitationNonce, tokenKeyID: UInt8, invitedAt: Instant, mailedAt: Instant? = nil,
        expiresAt: Instant? = nil, standing: Standing = .live, mailedTo: String, delivery: DeliveryState = .queued,
        deliveryDetail: String = ""
    ) {
        self.generation = generation
        self.nonce = nonce
        self.tokenKeyID = tokenKeyID
        self.invitedAt = invitedAt
        self.mailedAt = mailedAt
        self.expiresAt = expiresAt
        self.standing = standing
        self.mailedTo = mailedTo
        self.delivery = delivery
        self.deliveryDetail = deliveryDetail
    }
}

/// Why a link was taken back.
public enum RevocationReason: String, Sendable, Hashable, CaseIterable {
    case courtOrder = "COURT_ORDER"
    case addressChanged = "ADDRESS_CHANGED"
    case leftSchool = "LEFT_SCHOOL"
    case byAdministrator = "BY_ADMINISTRATOR"
    case declined = "DECLINED"
    case erased = "ERASED"
    /// R41: by an operator who knows that links were taken back after the backup.
    case restored = "RESTORED"
}

/// 16 random bytes that name one generation (R31).
public struct InvitationNonce: Sendable, Hashable {
    public static let byteCount = 16
    public let bytes: [UInt8]

    /// Precondition: exactly 16 bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a nonce has 16 bytes")
        self.bytes = bytes
    }
}
