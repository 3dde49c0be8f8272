internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient
internal import RPC
internal import RosterFeed

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replaces the school's roster with a folder of feed pages, whole or not at all.",
        discussion: "The folder has school.json and students*.json, as the MIS feed delivers them.")

    @Argument(help: "The folder.")
    var folder: String

    @Option(help: ArgumentHelp("The JSON key of the court order in a relationship.", valueName: "key"))
    var courtOrderKey = FeedOptions.courtOrderKeyDefault

    @Option(help: ArgumentHelp("Confirm a withheld import of exactly this feed.", valueName: "digest"))
    var confirm: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            var feedOptions = FeedOptions()
            feedOptions.courtOrderKey = courtOrderKey
            feedOptions.confirmDigest = confirm ?? ""
            let bar = ProgressBar(console)
            let feed = RosterFeed(try FolderFeed(path: folder), options: feedOptions) { progress in
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
}
