import ArgumentParser
import Daemon

/// `invitationd`: the daemon, and what an operator needs before it can start.
@main
struct Invitationd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invitationd", abstract: "Invites the contacts of a school's pupils to the Parent App.",
        subcommands: [Run.self, NewKeys.self, BackUp.self, SampleLetterCommand.self])
}

/// `invitationd run`
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Serves until SIGTERM or SIGINT; logs JSON lines on standard error.")

    @Option(name: .long, help: "The configuration, a JSON file.")
    var config: String

    func run() async throws {
        try await explainingFailure { try await InvitationDaemon.run(configurationFile: config) }
    }
}

/// `invitationd new-keys`
struct NewKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-keys", abstract: "Makes a key file with fresh keys; never overwrites one.")

    @Argument(help: "The file to make, readable by its owner only.")
    var file: String

    func run() async throws {
        try await explainingFailure { try createSecretFile(file, try KeyFile.fresh()) }
    }
}

/// `invitationd backup`
struct BackUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the database while the daemon runs, and checks the copy; never overwrites one.",
        discussion: "A daemon started on the copy holds its mail until an operator releases it.")

    @Option(name: .long, help: "The daemon's configuration, a JSON file.")
    var config: String

    @Argument(help: "The file to make, readable by its owner only.")
    var file: String

    func run() async throws {
        try await explainingFailure { writeToStandardError(try Backup(DaemonConfiguration(file: config)).run(to: file)) }
    }
}

/// `invitationd sample-letter`
struct SampleLetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample-letter", abstract: "Checks templates of emails, and shows one to a family that does not exist.",
        discussion: "Reads no configuration and no database. Fails if anything in the folder could not be used.")

    @Option(name: .long, help: "The folder to check, as in mail.templates. Without it: the built-in templates.")
    var templates: String?

    @Option(name: .long, help: "The school as which to write.")
    var school = "A1"

    @Flag(name: .long, help: "The HTML part, for a browser; else the subject and the text part.")
    var html = false

    func run() async throws {
        try await explainingFailure {
            let letter = try SampleLetter(templates: templates, school: school)
            writeToStandardOutput(html ? letter.html : letter.text)
        }
    }
}

/// Says why on standard error and exits with the documented code.
private func explainingFailure(_ body: () async throws -> Void) async throws {
    do { try await body() } catch let error as StartupError {
        writeToStandardError("invitationd: \(error.message)\n")
        throw ExitCode(error.kind.rawValue)
    }
}
