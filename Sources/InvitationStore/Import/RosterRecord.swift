public import Invitations

/// What a feed consists of, in this order: one school, its pupils, one end (R32).
public enum RosterRecord: Sendable, Hashable {
    /// `confirmDigest`: of a withheld import that this feed confirms (R35); empty: none.
    case school(RosterSchool, confirmDigest: String)
    case pupil(RosterPupil)
    /// How many pupils were sent.
    case end(pupils: Int64)
}
