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
        commandName: "release", abstract: "Lets the school's held mail go: after a restore, or when what held it was mended.",
        discussion: "After a restore, look first what was sent since the backup: what is released goes out, perhaps once more.")

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.outbox.release(ReleaseRequest(schoolID: try school.id))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text)
            return ExitStatus.success
        }
    }
}
