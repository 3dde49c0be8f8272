internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct OutboxCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "The mail on its way, for operators.", subcommands: [ReleaseOutbox.self])
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
