public import Invitations

/// What a feed consists of, in this order: one school, its pupils, one end (R32).
public enum RosterRecord: Sendable, Hashable {
    /// `confirming`: the digest of a withheld import, or empty (R35).
    case school(RosterSchool, confirming: String = "")
    case pupil(RosterPupil)
    /// How many pupils were sent.
    case end(pupils: Int64)
}
