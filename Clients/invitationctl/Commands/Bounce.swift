internal import ArgumentParser
internal import CommandLineSupport
internal import DeliveryReports
internal import InvitationAPI
internal import InvitationClient

struct ReportBounce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce",
        abstract: "Reads what mail systems report of emails that did not arrive: a message on standard input, or a Maildir.",
        discussion: """
            A report counts only if it came to an address that the service wrote: the envelope sender of one of its emails. Needs a certificate of \
            the role bounces, or operator.
            """)

    @Option(help: ArgumentHelp("Whom the envelope of the message named, where its header does not say so.", valueName: "address"))
    var recipient: String?

    @Option(
        help: ArgumentHelp(
            "Read the messages in this Maildir's new, and move those that were taken to cur. Others stay, and are told of.",
            valueName: "folder"))
    var maildir: String?

    @Flag(help: "With --maildir: what is there now, and no more. The default.")
    var once = false

    @Flag(help: "With --maildir: go on until interrupted.")
    var watch = false

    @Option(help: ArgumentHelp("With --watch: how often to look.", valueName: "seconds"))
    var every = 10

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard !(once && watch) else { throw ValidationError("--once and --watch exclude each other.") }
        guard maildir != nil || !(once || watch) else { throw ValidationError("--once and --watch need --maildir.") }
        guard maildir == nil || recipient == nil else { throw ValidationError("--recipient is for one message.") }
        guard (1...3600).contains(every) else { throw ValidationError("--every must be 1 to 3600.") }
    }

    func run() async throws {
        try await options.run { client, console in
            guard let maildir else {
                let message = try FileInput.bytes(of: "-", upTo: ReadReport.bytesMax)
                let answer = try await client.outbox.reportBounce(ReportBounceRequest(try ReadReport(message, recipient: recipient)))
                console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text)
                return ExitStatus.success
            }
            guard watch else {
                var folder = BounceFolder(maildir, console: console)
                try await folder.readOnce { try await client.outbox.reportBounce($0) }
                return ExitStatus.success
            }
            let interval = Duration.seconds(every)
            return try await Interruption.cancelling {
                var folder = BounceFolder(maildir, console: console)
                try await folder.watch(every: interval) { try await client.outbox.reportBounce($0) }
                return ExitStatus.success
            }
        }
    }
}
