internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct SchoolCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "school", abstract: "How a school stands, what its office decided, and the switch that stops its email.",
        subcommands: [ShowSchool.self, Policy.self, Pause.self, Resume.self])
}

struct ShowSchool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The school and its policy.")

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.schools.getPolicy(GetPolicyRequest(schoolID: try school.id))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.text(width: console.width))
            return ExitStatus.success
        }
    }
}

/// What `pause` and `resume` share.
struct SwitchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Repeat an earlier call: its id.", valueName: "uuid"))
    var requestID: String?

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run(paused: Bool) async throws {
        try await options.run { client, console in
            let school = try school.id
            let call = RepeatableCall(requestID: requestID, console: console)
            let answer = try await call.run { id in
                try await client.schools.pause(PauseRequest(schoolID: school, paused: paused, requestID: id))
            }
            console.write(options.isJSON ? try MessageJSON.text(answer) : "\(answer.text) Request id \(call.requestID)\n")
            return ExitStatus.success
        }
    }
}

struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops the school's email: nobody is invited, and what is queued waits.", discussion: "resume lets it go on.")

    @OptionGroup var switching: SwitchOptions

    func run() async throws { try await switching.run(paused: true) }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lets the school's email go on after pause.")

    @OptionGroup var switching: SwitchOptions

    func run() async throws { try await switching.run(paused: false) }
}
