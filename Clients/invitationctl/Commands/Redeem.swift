internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct Redeem: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Registers the account of a contact with the link from the email, or shows what that would do.",
        discussion: "Other users of this machine can see arguments: give - and the link on standard input.")

    @Argument(help: "The link, the token behind its #, or - for standard input.")
    var token: String

    @Option(help: ArgumentHelp("The portal's id of the account.", valueName: "id"))
    var account: String?

    @Flag(help: "Show what would be registered, and change nothing.")
    var dryRun = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            guard dryRun || account?.isEmpty == false else { throw UsageError("Name the account with --account ID, or say --dry-run.") }
            let text =
                token == "-"
                ? String(decoding: try FileInput.bytes(of: "-", bytesMax: LinkToken.textBytesMax), as: UTF8.self) : token
            let response = try await client.invitations.redeem(
                RedeemRequest(token: try LinkToken.token(in: text), accountID: account ?? "", validateOnly: dryRun))
            console.write(options.isJSON ? try MessageJSON.text(response) : response.text(width: console.width))
            return ExitStatus.success
        }
    }
}
