internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct OutboxCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "The mail on its way, for operators.",
        subcommands: [ListOutbox.self, ShowMail.self, RetryMail.self, HoldMail.self, ReleaseOutbox.self], defaultSubcommand: ListOutbox.self
    )
}

struct ReleaseOutbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Lets the school's held mail go, when what held it was mended; after a restore, opens its links too.",
        discussion: """
            After a restore, import the school's roster first, and look what was sent since the backup: what is released goes out, perhaps \
            once more.
            """)

    @Flag(help: "After a restore: although no roster was imported since. Court orders may be missing.")
    var withoutImport = false

    @Flag(help: "After a restore: takes back every working link that was sent before the backup.")
    var endLinks = false

    @Flag(help: "Do it without asking: --end-links is asked about.")
    var yes = false

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let school = try school.id
            let confirmation = try Confirmation(assumesYes: yes || !endLinks, isJSON: options.isJSON, console: console)
            return try await confirmation.run("Take back every working link that was sent before the backup?") {
                try await client.schools.getPolicy(GetPolicyRequest(schoolID: school)).text(width: console.width)
            } deed: {
                let answer = try await client.outbox.release(
                    ReleaseRequest(schoolID: school, withoutImport: withoutImport, endLinks: endLinks))
                console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text)
            }
        }
    }
}

struct ListOutbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "How much mail waits, by school, state and age in minutes.",
        discussion: "Each column counts what is younger than its heading, the last what is older. Without --school, of every school.")

    @Option(help: ArgumentHelp("One school's id.", valueName: "id"))
    var school: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.outbox.listMail(ListMailRequest(schoolID: school ?? ""))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text(width: console.width))
            return ExitStatus.success
        }
    }
}

struct ShowMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A contact's latest email as it stands, and the history of its emails.")

    @Argument(help: "The contact's id.")
    var contact: String

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.outbox.getMail(GetMailRequest(schoolID: try school.id, contactID: contact))
            console.write(
                options.isJSON ? try MessageJSON.text(answer) : answer.text(now: .now, width: console.width))
            return ExitStatus.success
        }
    }
}

/// One contact's email, or all of a school.
struct MailChoice: ParsableArguments {
    @Argument(help: "A contact's id.")
    var contact: String?

    @Flag(help: "All of the school.")
    var all = false

    func validate() throws {
        guard (contact == nil) == all else { throw ValidationError("Name a contact, or say --all.") }
    }
}

struct RetryMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Makes email due now that waits for its next attempt.")

    @OptionGroup var choice: MailChoice
    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.outbox.retry(RetryRequest(schoolID: try school.id, contactID: choice.contact ?? ""))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text)
            return ExitStatus.success
        }
    }
}

struct HoldMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keeps email from leaving until it is released.",
        discussion: "What is leaving at this moment is not held. At most 1000 emails at once: repeat it until it holds none.")

    @OptionGroup var choice: MailChoice
    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.outbox.hold(HoldRequest(schoolID: try school.id, contactID: choice.contact ?? ""))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text)
            return ExitStatus.success
        }
    }
}
