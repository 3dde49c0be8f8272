internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationClient
internal import RPC

struct ShowHealth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Whether the daemon can do its work, over grpc.health.v1.",
        discussion: """
            Without a name it lists the server, its services and its conditions (store, outbox, certificate). Exit status: 0 SERVING, \
            2 anything else, 69 there is no such name, 78 the daemon cannot be reached. Works with any server that has the service.
            """)

    @Argument(help: ArgumentHelp("A service's full name, or a condition.", valueName: "service"))
    var service: String?

    @Flag(help: "Print each change, until interrupted; an hour at most unless --timeout says more.")
    var watch = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let given = try options.timeoutGiven
            let report = HealthReport(
                client.caller, options: CallOptions(timeout: watch ? given ?? .seconds(3600) : given), console: console,
                isJSON: options.isJSON)
            if watch { return try await Interruption.cancelling { try await report.watch(service ?? "") } }
            if let service { return try await report.check(service) }
            return try await report.list()
        }
    }
}
