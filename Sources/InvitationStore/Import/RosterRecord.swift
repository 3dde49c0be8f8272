public import Invitations

/// What a feed consists of, in this order: one school, its pupils, one end (R32).
public enum RosterRecord: Sendable, Hashable {
    case school(RosterSchool)
    case pupil(RosterPupil)
    /// How many pupils were sent.
    case end(pupils: Int64)
}
