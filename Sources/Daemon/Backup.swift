internal import Invitations
internal import SQLiteStore

/// `invitationd backup`: a checked copy of the database, made while the daemon runs (R41).
public struct Backup: Sendable {
    private let configuration: DaemonConfiguration

    public init(_ configuration: DaemonConfiguration) { self.configuration = configuration }

    /// Answers a line that says what there is now. Blocks. Throws `StartupError`.
    public func run(to destination: String) throws -> String {
        let summary: DatabaseBackup.Summary
        do {
            summary = try DatabaseBackup.run(from: configuration.databasePath, to: destination, at: WallClock.system.now())
        } catch {
            throw StartupError(error)
        }
        return
            "\(destination): \(summary.bytes) bytes, checked; \(summary.heldMails) emails wait in it for 'invitationctl outbox release'.\n"
    }
}
