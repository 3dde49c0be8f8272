internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct ShowAccess: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "Whether an account of the portal has access, in which schools and to which pupils.")

    @Argument(help: "The portal's id of the account.")
    var account: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.invitations.checkAccess(CheckAccessRequest(accountID: account))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text(width: console.width))
            return ExitStatus.success
        }
    }
}
