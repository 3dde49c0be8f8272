internal import Invitations

/// What a list row depends on besides time and its people: the school's policy, and whether the school can invite at all (its MIS link,
/// its court-order data). A row of another stamp is encoded live.
enum ListStamp {
    static func of(_ school: School) -> Int64 { school.policy.version << 1 | (school.canInvite ? 1 : 0) }
}
