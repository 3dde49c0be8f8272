/// Why the daemon did not start: a sentence for the operator and the exit code that says whose turn it is.
public struct StartupError: Error, Sendable, CustomStringConvertible {
    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }

    /// Exit codes after sysexits.h, so that a service manager can tell what restarting would mend.
    public enum Kind: Int32, Sendable, CaseIterable {
        /// Something asked of the system is missing or taken, e.g. the port: restarting may help.
        case unavailable = 69
        /// The database is damaged, or of a newer version: a person must look.
        case database = 70
        /// Another daemon holds the database file: restarting helps once it has gone.
        case databaseInUse = 75
        /// A file could not be read or made.
        case file = 74
        /// The configuration is wrong: restarting does not help.
        case configuration = 78
    }
}
