extension School {
    /// Why nobody of this school can be invited at present, whoever it is; nil: nothing stands against it (R2, R8, R42).
    public var invitingObstacle: InvitationError? {
        if !isMISLinked {
            return InvitationError(.misNotLinked, "Link the school's MIS and import its roster before inviting anyone.")
        }
        if !hasCourtOrderData && !policy.acknowledgesMissingCourtOrderData {
            return InvitationError(
                .courtOrderDataUnavailable,
                """
                The school's MIS never said whether a court order exists. Export that field, or acknowledge in the \
                school's policy that it is missing.
                """)
        }
        if isPaused {
            return InvitationError(.schoolPaused, "The school's email is paused. Nothing is sent until its office lets it go on.")
        }
        return nil
    }

    /// Whether ``invitingObstacle`` is nil; quicker.
    public var canInvite: Bool { isMISLinked && !isPaused && (hasCourtOrderData || policy.acknowledgesMissingCourtOrderData) }

    /// Throws ``invitingObstacle`` if there is one.
    public func requireInviting() throws(InvitationError) {
        if let invitingObstacle { throw invitingObstacle }
    }
}
