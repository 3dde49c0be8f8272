internal import ArgumentParser

@main
struct Invitationctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invitationctl",
        abstract: "Invites the contacts of a school's pupils.",
        discussion: """
            Every option for the connection has an environment variable: INVITATIONCTL_SERVER, _CA, _CERT, _KEY, _SERVER_NAME, \
            _ADMINISTRATOR_TOKEN, _TIMEOUT, _SCHOOL and _JSON.

            Exit status: 0 done, 1 a question was answered with no, 2 health is not SERVING, 64 the command line or a file it names is wrong, and \
            64 plus the canonical code when a call failed: 67 INVALID_ARGUMENT, 69 NOT_FOUND, 71 PERMISSION_DENIED, \
            73 FAILED_PRECONDITION, 74 ABORTED, 78 UNAVAILABLE, 80 UNAUTHENTICATED. 79 says that all was done, but the output \
            could not be written.
            """,
        subcommands: [
            List.self, Send.self, Reinvite.self, Preview.self, ContactCommands.self, SchoolCommands.self, Events.self, ShowAccess.self,
            Redeem.self, Decline.self, Import.self, OutboxCommands.self, ReportBounce.self, Call.self, Services.self,
            Describe.self, ShowHealth.self, MakeDevelopmentPKI.self, MakeDevelopmentToken.self,
        ])
}
