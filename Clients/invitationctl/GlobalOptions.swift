internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationClient

/// What every command that calls the daemon understands.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's address.", valueName: "host:port"))
    var server: String?

    @Option(help: ArgumentHelp("PEM file of the authorities that may have signed the daemon's certificate.", valueName: "file"))
    var ca: String?

    @Option(help: ArgumentHelp("PEM file of your certificate.", valueName: "file"))
    var cert: String?

    @Option(help: ArgumentHelp("PEM file of your certificate's key.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("The name in the daemon's certificate, where it is not the host.", valueName: "name"))
    var serverName: String?

    @Option(
        help: ArgumentHelp("File with the token that names the administrator you are, open to you alone (chmod 600).", valueName: "file"))
    var administratorToken: String?

    @Option(help: ArgumentHelp("How long a call may take (default 10; import 300).", valueName: "seconds"))
    var timeout: String?

    @Flag(help: "Print JSON, and errors as JSON on standard error.")
    var json = false

    var isJSON: Bool { json || ["1", "true", "yes"].contains(Environment.current["INVITATIONCTL_JSON"]?.lowercased()) }

    /// The timeout that was asked for; nil leaves it to the call.
    var timeoutGiven: Duration? { get throws { try settings.timeout } }

    private var settings: ConnectionSettings {
        get throws {
            try ConnectionSettings(
                ConnectionSettings.Options(
                    server: server, ca: ca, certificate: cert, key: key, serverName: serverName, administratorToken: administratorToken,
                    timeout: timeout),
                environment: Environment.current)
        }
    }

    /// Connects, does the work, reports what went wrong, and ends the process with the status that says so.
    func run(_ work: (InvitationClient, Console) async throws -> Int32) async throws {
        let console = Console.standard
        let status: Int32
        do {
            status = try await withInvitationClient(settings.configuration) { client in try await work(client, console) }
        } catch {
            let report = FailureReport(error)
            console.writeError(isJSON ? report.json : report.text)
            throw ExitCode(report.exitStatus)
        }
        let ended = console.finish(status, isJSON: isJSON)
        if ended != ExitStatus.success { throw ExitCode(ended) }
    }
}

/// The school a command is about.
struct SchoolOption: ParsableArguments {
    @Option(help: ArgumentHelp("The school's id (or INVITATIONCTL_SCHOOL).", valueName: "id"))
    var school: String?

    var id: String {
        get throws {
            guard let id = school ?? Environment.current["INVITATIONCTL_SCHOOL"], !id.isEmpty else {
                throw UsageError("Name the school with --school ID or INVITATIONCTL_SCHOOL.")
            }
            return id
        }
    }
}

/// Which pupils, and through them which contacts.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Pupils with these words in their name.", valueName: "words"))
    var pupil: String?

    @Option(help: ArgumentHelp("Contacts with these words in their name, or this email.", valueName: "words"))
    var contact: String?

    @Option(help: ArgumentHelp("Contacts in this status; may be given several times.", valueName: "status"))
    var status: [String] = []

    @Option(help: ArgumentHelp("Pupils of this year group; may be given several times.", valueName: "year"))
    var year: [String] = []

    @Option(help: ArgumentHelp("Pupils of this registration group; may be given several times.", valueName: "group"))
    var group: [String] = []

    @Option(help: ArgumentHelp("Contacts whose email is in this state; may be given several times.", valueName: "state"))
    var delivery: [String] = []

    var words: FilterWords {
        FilterWords(pupil: pupil, contact: contact, statuses: status, years: year, groups: group, deliveries: delivery)
    }
}
