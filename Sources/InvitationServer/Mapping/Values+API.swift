internal import InvitationAPI
internal import Invitations
internal import ProtobufRuntime
internal import RPC

extension Timestamp {
    init(_ instant: Instant) {
        let (seconds, milliseconds) = instant.milliseconds.quotientAndRemainder(dividingBy: 1000)
        // Before 1970 the remainder is negative; Timestamp's nanos never are.
        let borrow: Int64 = milliseconds < 0 ? 1 : 0
        self.init(seconds: seconds - borrow, nanos: Int32(milliseconds + borrow * 1000) * 1_000_000)
    }
}

// The domain's enums have the contract's numbers: one line each, and a test that holds them together.

extension InvitationAPI.RegistrationStatus {
    init(_ status: Invitations.RegistrationStatus) { self.init(rawValue: status.rawValue) }
}

extension InvitationAPI.DeliveryState {
    init(_ state: Invitations.DeliveryState) { self.init(rawValue: state.rawValue) }
}

extension InvitationAPI.Outcome {
    init(_ outcome: Invitations.Outcome) { self.init(rawValue: outcome.rawValue) }
}

extension InvitationAPI.Warning {
    init(_ warning: Invitations.Warning) { self.init(rawValue: warning.rawValue) }
}

extension Invitations.ContactFilter {
    /// Throws `InvitationError` with `INVALID_FILTER` for a number that is no status or delivery state.
    init(_ filter: InvitationAPI.ContactFilter?) throws(InvitationError) {
        self.init()
        guard let filter else { return }
        pupilSearch = filter.pupilSearch
        contactSearch = filter.contactSearch
        yearGroups = Set(filter.yearGroups)
        registrationGroups = Set(filter.registrationGroups)
        for status in filter.statuses {
            guard let known = Invitations.RegistrationStatus(rawValue: status.rawValue) else {
                throw .unknownValue(status.rawValue, of: "RegistrationStatus", field: "filter.statuses")
            }
            statuses.insert(known)
        }
        for delivery in filter.deliveries {
            guard let known = Invitations.DeliveryState(rawValue: delivery.rawValue) else {
                throw .unknownValue(delivery.rawValue, of: "DeliveryState", field: "filter.deliveries")
            }
            deliveries.insert(known)
        }
    }
}

extension Invitations.TriState {
    init(_ value: InvitationAPI.TriState, field: String) throws(InvitationError) {
        guard let known = Invitations.TriState(rawValue: value.rawValue) else {
            throw InvitationError(.feedInvalidRecord, "\(field) must be ABSENT, FALSE or TRUE.", ["field": field])
        }
        self = known
    }
}

extension InvitationError {
    fileprivate static func unknownValue(_ number: Int32, of type: String, field: String) -> InvitationError {
        InvitationError(
            .invalidFilter, "\(field) must hold values of \(type); \(number) is none that can be filtered by.", ["field": field])
    }
}
