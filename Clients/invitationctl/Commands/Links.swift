internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

/// The link from an email, as a parent pastes it.
struct LinkArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The link, the token behind its #, or - for standard input.", valueName: "link"))
    var link: String

    var token: String {
        get throws {
            let text =
                link == "-" ? String(decoding: try FileInput.bytes(of: "-", bytesMax: LinkToken.textBytesMax), as: UTF8.self) : link
            return try LinkToken.token(in: text)
        }
    }
}

struct Redeem: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Registers the account of a contact with the link from the email, or shows what that would do.",
        discussion: "Other users of this machine can see arguments: give - and the link on standard input.")

    @OptionGroup var link: LinkArgument

    @Option(help: ArgumentHelp("The portal's id of the account.", valueName: "id"))
    var account: String?

    @Flag(help: "Show what would be registered, and change nothing.")
    var dryRun = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            guard dryRun || account?.isEmpty == false else { throw UsageError("Name the account with --account ID, or say --dry-run.") }
            let response = try await client.invitations.redeem(
                RedeemRequest(token: try link.token, accountID: account ?? "", validateOnly: dryRun))
            console.write(options.isJSON ? try MessageJSON.text(response) : response.text(width: console.width))
            return ExitStatus.success
        }
    }
}

struct Decline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "\"Not me\": ends the invitation of a link that reached the wrong person.",
        discussion: """
            The link stops working, and the office sees that the address is not the contact's. Other users of this machine can see \
            arguments: give - and the link on standard input.
            """)

    @OptionGroup var link: LinkArgument
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let response = try await client.invitations.decline(DeclineRequest(token: try link.token))
            console.write(options.isJSON ? try MessageJSON.text(response) : response.text)
            return ExitStatus.success
        }
    }
}
