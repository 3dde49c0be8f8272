internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient
internal import RPC
internal import RosterFeed

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replaces the school's roster with a feed of the MIS, whole or not at all.",
        usage: """
            invitationctl import <folder> [<options>]
            invitationctl import --from <url> --token-file <file> [--mis-ca <file>] [<options>]
            """,
        discussion: """
            A folder has school.json and students*.json, as the MIS feed delivers them. --from fetches the same from the MIS's API \
            (Wonde's shape): the school at the URL itself, its pupils below it, page by page. Only https, and http on this machine; no \
            redirect is followed, and no proxy is used, whatever the environment says. --timeout bounds the fetching too.
            """)

    @Argument(help: "The folder.")
    var folder: String?

    @Option(help: ArgumentHelp("The school in the MIS's API, such as https://api.example/v1.0/schools/ID.", valueName: "url"))
    var from: String?

    @Option(help: ArgumentHelp("File with the API's token on one line; only its owner may be able to read it.", valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "PEM file of the authorities that may have signed the API's certificate, instead of the system's.", valueName: "file"))
    var misCa: String?

    @Option(help: ArgumentHelp("The JSON key of the court order in a relationship.", valueName: "key"))
    var courtOrderKey = FeedOptions.courtOrderKeyDefault

    @Option(help: ArgumentHelp("Confirm a withheld import of exactly this feed.", valueName: "digest"))
    var confirm: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let words = ImportSource.Words(folder: folder, from: from, tokenFile: tokenFile, authoritiesFile: misCa)
            switch try ImportSource(words, timeout: try options.timeoutGiven) {
            case .folder(let feed): return try await replaceRoster(with: feed, client, console)
            case .api(let feed): return try await replaceRoster(with: feed, client, console)
            }
        }
    }

    private func replaceRoster(with source: some FeedSource, _ client: InvitationClient, _ console: Console) async throws -> Int32 {
        var feedOptions = FeedOptions()
        feedOptions.courtOrderKey = courtOrderKey
        feedOptions.confirmDigest = confirm ?? ""
        let bar = ProgressBar(console)
        let feed = RosterFeed(source, options: feedOptions) { progress in
            bar.update(done: progress.pagesRead, of: progress.pageCount, "pages, \(progress.pupilsRead) pupils")
        }
        defer { bar.finish() }
        let report = try await client.importRoster(feed, options: CallOptions(timeout: try options.timeoutGiven))
        bar.finish()
        let confirming = ShellWords.command(CommandLine.arguments, with: "--confirm", report.withheldDigest)
        console.write(
            options.isJSON ? try MessageJSON.text(report) : report.text(width: console.width, confirming: confirming))
        // The old roster stays: no success for a script.
        return report.withheldDigest.isEmpty ? ExitStatus.success : ExitStatus.failure(.failedPrecondition)
    }
}
