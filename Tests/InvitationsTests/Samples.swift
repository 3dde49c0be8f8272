import Invitations

/// The instant most tests stand at: 2026-03-02T09:00:00Z.
let monday = Instant(milliseconds: 1_772_442_000_000)

func contact(
    _ id: String = "c1", email: String? = "imogen@example.com", isBarred: Bool = false, hasParentalResponsibility: Bool = true,
    registration: Registration? = nil, invitation: Invitation? = nil, address: AddressFacts = AddressFacts(),
    emailChanged: Bool = false, declined: Bool = false, hasLeft: Bool = false
) -> ContactState {
    ContactState(
        key: ContactKey(rowID: 1), id: ContactID(unchecked: id),
        name: PersonName(title: "Mrs", forename: "Imogen", surname: "Thistlewood"), email: email, isBarred: isBarred,
        hasParentalResponsibility: hasParentalResponsibility, registration: registration, invitation: invitation, address: address,
        emailChanged: emailChanged, declined: declined, hasLeft: hasLeft)
}

func invitation(
    generation: Int64 = 1, invitedAt: Instant = monday, mailedAt: Instant? = nil, expiresAt: Instant? = nil,
    standing: Invitation.Standing = .live, mailedTo: String = "imogen@example.com", delivery: DeliveryState = .queued
) -> Invitation {
    Invitation(
        generation: generation, nonce: InvitationNonce(bytes: Array(repeating: UInt8(generation), count: 16)), tokenKeyID: 1,
        invitedAt: invitedAt, mailedAt: mailedAt, expiresAt: expiresAt, standing: standing, mailedTo: mailedTo, delivery: delivery)
}

func school(
    isMISLinked: Bool = true, hasCourtOrderData: Bool = true, isPaused: Bool = false, policy: SchoolPolicy = SchoolPolicy()
) -> School {
    School(
        key: SchoolKey(rowID: 1), id: SchoolID(unchecked: "A1"), name: "Fernhill Primary", isMISLinked: isMISLinked,
        timeZone: "Europe/London", hasCourtOrderData: hasCourtOrderData, isPaused: isPaused, policy: policy)
}

func registered(_ account: String = "a1") -> Registration {
    Registration(account: AccountID(unchecked: account), at: monday)
}

extension Instant {
    static func + (instant: Instant, duration: Duration) -> Instant { instant.advanced(by: duration) }
}

/// The error that `body` throws; nil: none.
func refusal(_ body: () throws -> Void) -> InvitationError? {
    do { try body() } catch { return error as? InvitationError }
    return nil
}
