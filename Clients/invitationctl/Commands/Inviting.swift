internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

/// What `send` and `reinvite` share.
struct InvitingOptions: ParsableArguments {
    @Argument(help: "Ids of contacts.")
    var contacts: [String] = []

    @Option(help: ArgumentHelp("A contact that the selection of all leaves out; may be given several times.", valueName: "id"))
    var exclude: [String] = []

    @Flag(help: "Show the review, and send nothing.")
    var dryRun = false

    @Flag(help: "Send without asking.")
    var yes = false

    @Option(help: ArgumentHelp("Repeat an earlier call: its id.", valueName: "uuid"))
    var requestID: String?

    @Option(help: ArgumentHelp("Send the plan of an earlier review, without another.", valueName: "token"))
    var planToken: String?

    @OptionGroup(title: "Filters") var filter: FilterOptions
    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    /// The selection: ids, or all that match.
    enum Selection {
        case contacts(ContactIds)
        case all(FilteredSelection)
    }

    func selection(isAll: Bool, flag: String) throws -> Selection {
        if isAll {
            guard contacts.isEmpty else { throw UsageError("Give ids of contacts or \(flag), not both.") }
            return .all(FilteredSelection(filter: filter.words.isEmpty ? nil : try filter.words.filter(), excludedContactIDs: exclude))
        }
        guard !contacts.isEmpty else { throw UsageError("Give ids of contacts, or \(flag).") }
        guard exclude.isEmpty, filter.words.isEmpty else { throw UsageError("Filters and --exclude go with \(flag).") }
        return .contacts(ContactIds(contactIDs: contacts))
    }

    func inviting(_ console: Console) throws -> Inviting {
        try Inviting(
            Inviting.Options(isDryRun: dryRun, assumesYes: yes, isJSON: options.isJSON, requestID: requestID, planToken: planToken),
            console: console)
    }
}

struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invites contacts by email: shows the review, asks, sends.",
        discussion: "Exactly what the review shows is sent; if anything changed meanwhile, nothing is.")

    @Flag(help: "Everyone who is not registered and was never invited.")
    var allNotRegistered = false

    @OptionGroup var inviting: InvitingOptions

    func run() async throws {
        try await inviting.options.run { client, console in
            var request = SendInvitationsRequest(schoolID: try inviting.school.id)
            switch try inviting.selection(isAll: allNotRegistered, flag: "--all-not-registered") {
            case .contacts(let ids): request.selection = .contacts(ids)
            case .all(let filtered): request.selection = .allNotRegistered(filtered)
            }
            return try await inviting.inviting(console).run(request) { try await client.invitations.sendInvitations($0) }
        }
    }
}

struct Reinvite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invites again those whose invitation expired or did not arrive: shows the review, asks, sends.",
        discussion: "Every earlier link stops working.")

    @Flag(help: "Everyone whose invitation has expired.")
    var allExpired = false

    @OptionGroup var inviting: InvitingOptions

    func run() async throws {
        try await inviting.options.run { client, console in
            var request = ReinviteRequest(schoolID: try inviting.school.id)
            switch try inviting.selection(isAll: allExpired, flag: "--all-expired") {
            case .contacts(let ids): request.selection = .contacts(ids)
            case .all(let filtered): request.selection = .allExpired(filtered)
            }
            return try await inviting.inviting(console).run(request) { try await client.invitations.reinvite($0) }
        }
    }
}
