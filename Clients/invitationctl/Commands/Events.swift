internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What happened in the school, in order, as lines: sequence, time, kind, contact, actor, detail.",
        discussion: """
            With --json each line is one JSON object. --follow goes on as things happen, through restarts of the daemon, until it is \
            interrupted or nobody reads; then it says where to go on. A program that follows keeps the last sequence it dealt with.
            """)

    @Option(help: ArgumentHelp("Only events after this sequence number (default 0).", valueName: "sequence"))
    var after: Int64 = 0

    @Flag(help: "Wait for more.")
    var follow = false

    @Option(help: ArgumentHelp("How long --follow waits before it looks again (default 2).", valueName: "seconds"))
    var interval: Double = 2

    @Option(help: ArgumentHelp("Events a call, 1 to 1000 (default 100).", valueName: "count"))
    var pageSize: Int32 = 0

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let id = try school.id
            guard interval >= 0.1, interval <= 3600 else { throw UsageError("--interval needs seconds, 0.1 to 3600.") }
            let following = EventFollowing(
                EventFollowing.Options(
                    after: after, pageSize: pageSize, isFollowing: follow, interval: .milliseconds(Int64(interval * 1000)),
                    isJSON: options.isJSON), console: console)
            let read: @Sendable () async throws -> Int32 = {
                try await following.run(school: id) { try await client.invitations.listSchoolEvents($0) }
            }
            return follow ? try await Interruption.cancelling(read) : try await read()
        }
    }
}
