public import Invitations

/// Whether an account still has access, and to which pupils (R38): what a suspension or a revocation reaches the app by.
public struct CheckAccess: Sendable {
    public init() {}

    /// All that the account was ever bound to, as far as the caller may speak of it; empty for an unknown one.
    public func run(
        _ account: AccountID, within schools: (SchoolID) -> Bool, in transaction: any ReadTransaction
    ) throws -> [AccountBinding] {
        try transaction.bindings(of: account).filter { schools($0.school.id) }
    }
}
