internal import InvitationStore
internal import Invitations
internal import Mail

/// An email to a family that does not exist: what an operator looks at before templates are put where the daemon reads them.
public struct SampleLetter: Sendable {
    /// The subject and the text part.
    public let text: String
    public let html: String

    /// Reads the templates as the daemon would. Throws `StartupError` with all that is wrong with them.
    ///
    /// - Parameter folder: nil: the built-in templates.
    public init(templates folder: String?, school: String) throws {
        do {
            let shelf = try folder.map { try TemplateShelf(folder: $0) } ?? TemplateShelf()
            guard shelf.problems.isEmpty else {
                throw StartupError(.configuration, shelf.problems.map { "\($0)" }.joined(separator: "\n"))
            }
            let settings = try MailSettings(
                from: "invitations@example.org", linkBase: "https://parents.example.org/register", appName: "Parent App")
            let letter = try LetterRenderer(settings: settings, templates: shelf, zones: TimeZoneDatabase()).preview(
                try Self.occasion(SchoolID(school, field: "school")))
            text = "Subject: \(letter.subject)\n\n\(letter.text)"
            html = letter.html
        } catch let error as InvitationError {
            throw StartupError(.configuration, error.message)
        } catch {
            throw StartupError.explaining(error)
        }
    }

    private static func occasion(_ school: SchoolID) throws -> LetterRenderer.Occasion {
        guard let recipient = EmailAddress("imogen.thistlewood@example.net") else {
            throw StartupError(.unavailable, "The sample's address is none.")
        }
        // Always the same day, so that two samples differ in their templates alone.
        let mailedAt = Instant(milliseconds: 1_795_430_520_000)
        return LetterRenderer.Occasion(
            school: School(
                key: SchoolKey(rowID: 1), id: school, name: "Wexcombe Primary School", isMISLinked: true, timeZone: "Europe/London",
                hasCourtOrderData: true),
            name: PersonName(title: "Mrs", forename: "Imogen", surname: "Thistlewood"), childForenames: ["Zoë", "Max", "Ana"],
            recipient: recipient, mailedAt: mailedAt, expiresAt: mailedAt.advanced(by: .seconds(14 * 86_400)), messageIDLocal: "sample")
    }
}
