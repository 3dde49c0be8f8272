internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

/// Which contact.
struct ContactArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The contact's id.", valueName: "contact"))
    var id: String

    @OptionGroup var school: SchoolOption
}

struct ContactCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact",
        abstract: "One contact: the answers to a support script, the history, and what only an office can correct.",
        subcommands: [
            ShowContact.self, ContactEvents.self, RevokeContact.self, LiftCourtOrder.self, ClearBounce.self, EraseContact.self,
        ])
}

struct ShowContact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Was it sent, when, to which address, what became of it; is there a court order; is the link past its time.",
        discussion: "Times are UTC. With --json one document holds the answers of GetContact and ListContactEvents.")

    @OptionGroup var contact: ContactArgument
    @OptionGroup var options: GlobalOptions

    /// So many that everything fits one screen.
    private static let eventsShown: Int32 = 10

    func run() async throws {
        try await options.run { client, console in
            let school = try contact.school.id
            let answer = try await client.invitations.getContact(GetContactRequest(schoolID: school, contactID: contact.id))
            let events = try await client.invitations.listContactEvents(
                ListContactEventsRequest(schoolID: school, contactID: contact.id, pageSize: Self.eventsShown))
            let report = ContactReport(answer, events: events, now: .now)
            console.write(options.isJSON ? try report.json() : report.text(width: console.width))
            return ExitStatus.success
        }
    }
}

struct ContactEvents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "events", abstract: "What happened to the contact, the newest first.")

    @Flag(help: "The whole history that is kept, not only its newest page.")
    var all = false

    @OptionGroup var contact: ContactArgument
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            var request = ListContactEventsRequest(schoolID: try contact.school.id, contactID: contact.id)
            var list = try await client.invitations.listContactEvents(request)
            while all, !list.nextPageToken.isEmpty {
                request.pageToken = list.nextPageToken
                let page = try await client.invitations.listContactEvents(request)
                list.events += page.events
                list.nextPageToken = page.nextPageToken
            }
            console.write(options.isJSON ? try MessageJSON.text(list) : list.text(width: console.width))
            return ExitStatus.success
        }
    }
}

struct ClearBounce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear-bounce", abstract: "Lets the contact be mailed again at an address that bounced and works now.")

    @OptionGroup var contact: ContactArgument
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let answer = try await client.schools.clearBounce(
                ClearBounceRequest(schoolID: try contact.school.id, contactID: contact.id))
            console.write(options.isJSON ? try MessageJSON.text(answer) : answer.contact?.standingText ?? "")
            return ExitStatus.success
        }
    }
}
