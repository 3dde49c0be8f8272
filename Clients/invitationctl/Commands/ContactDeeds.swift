internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

/// What the deeds share that somebody might regret: a look, a question.
struct DeedOptions: ParsableArguments {
    @Flag(help: "Do it without asking.")
    var yes = false

    @OptionGroup var contact: ContactArgument
    @OptionGroup var options: GlobalOptions

    func run(_ question: String, _ deed: (InvitationClient, Console, _ school: String) async throws -> Void) async throws {
        try await options.run { client, console in
            let school = try contact.school.id
            return try await Confirmation(assumesYes: yes, isJSON: options.isJSON, console: console).run(question) {
                try await client.invitations.getContact(GetContactRequest(schoolID: school, contactID: contact.id)).summary
            } deed: {
                try await deed(client, console, school)
            }
        }
    }
}

struct RevokeContact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Takes the contact's access away: the account sees nothing more, links stop working.",
        discussion: "Inviting again undoes it, as for somebody new.")

    @Option(help: ArgumentHelp("For the history: A-Z, 0-9 and _, such as PARENT_REQUEST; nothing personal.", valueName: "word"))
    var reason: String?

    @Option(help: ArgumentHelp("Repeat an earlier call: its id.", valueName: "uuid"))
    var requestID: String?

    @OptionGroup var deed: DeedOptions

    func run() async throws {
        try await deed.run("Take away this contact's access, and end every link?") { client, console, school in
            let call = RepeatableCall(requestID: requestID, console: console)
            let answer = try await call.run { id in
                try await client.invitations.revokeAccess(
                    RevokeAccessRequest(schoolID: school, contactID: deed.contact.id, reason: reason ?? "", requestID: id))
            }
            if deed.options.isJSON { return console.write(try MessageJSON.text(answer)) }
            console.write("Access was taken away. Request id \(call.requestID)\n\(answer.contact?.standingText ?? "")")
        }
    }
}

struct LiftCourtOrder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift-court-order", abstract: "Lifts court orders that the MIS no longer speaks of.",
        discussion: """
            One that the MIS itself still states is corrected there. A lifted order lets the contact be invited. Where somebody erased, or named \
            only by a feed that was withheld, stands against the contact's address, it frees that too.
            """)

    @Option(help: ArgumentHelp("Only the order with respect to this pupil.", valueName: "id"))
    var pupil: String?

    @Option(help: ArgumentHelp("For the history: A-Z, 0-9 and _, such as COURT_LETTER_SEEN; nothing personal.", valueName: "word"))
    var reason: String

    @OptionGroup var deed: DeedOptions

    func run() async throws {
        let which = pupil == nil ? "every court order of this contact" : "this contact's court order with respect to that pupil"
        try await deed.run("Lift \(which)?") { client, console, school in
            let answer = try await client.schools.liftCourtOrder(
                LiftCourtOrderRequest(schoolID: school, contactID: deed.contact.id, pupilID: pupil ?? "", reason: reason))
            console.write(deed.options.isJSON ? try MessageJSON.text(answer) : answer.text)
        }
    }
}

struct EraseContact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Forgets the contact for good.",
        discussion: """
            Name and address are removed everywhere, links stop working, and the feed does not bring the contact back. The \
            history keeps that something happened, not to whom. Nothing undoes it.
            """)

    @OptionGroup var deed: DeedOptions

    func run() async throws {
        let question = """
            Erase this contact for good? Name and address are removed everywhere, links stop working, access ends, and no feed \
            brings the contact back.
            """
        try await deed.run(question) { client, console, school in
            let answer = try await client.schools.eraseContact(EraseContactRequest(schoolID: school, contactID: deed.contact.id))
            console.write(deed.options.isJSON ? try MessageJSON.text(answer) : "The contact is erased.\n")
        }
    }
}
