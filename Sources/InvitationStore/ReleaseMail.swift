public import Invitations

/// Lets mail go that waits for an operator: after a restore, or once what no letter could be written with was mended (R23, R41).
public struct ReleaseMail: Sendable {
    public init() {}

    /// Answers how many emails are due now. Throws `SCHOOL_NOT_FOUND`.
    public func run(_ school: SchoolID, by actor: Actor, in transaction: any WriteTransaction) throws -> Int {
        let school = try transaction.requiredSchool(school)
        let count = try transaction.releaseHeldMail(of: school, because: HoldCause.releasedByOperator)
        if count > 0 {
            let event = NewEvent(.mailReleased, contact: nil, actor: actor.principal, detail: "mails \(count)")
            try transaction.append([event], of: school)
        }
        return count
    }
}
