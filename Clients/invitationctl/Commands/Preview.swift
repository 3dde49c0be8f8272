internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the email a contact would get now, with a link that does not work.",
        discussion: "Without a flag: the headers and the text part.")

    /// One part alone.
    enum Part: String, EnumerableFlag {
        case html, text

        static func help(for part: Part) -> ArgumentHelp? {
            part == .html ? "The HTML part as it is, for a browser: redirect it to a file." : "The text part alone."
        }
    }

    @Flag(exclusivity: .exclusive)
    var part: Part?

    @OptionGroup var contact: ContactArgument
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let email = try await client.schools.previewEmail(
                PreviewEmailRequest(schoolID: try contact.school.id, contactID: contact.id))
            switch part {
            case _ where options.isJSON: console.write(try MessageJSON.text(email))
            case .html?: console.write(email.html)
            case .text?: console.write(email.textPart)
            case nil: console.write(email.page)
            }
            return ExitStatus.success
        }
    }
}
