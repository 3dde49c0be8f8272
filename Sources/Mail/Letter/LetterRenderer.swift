public import InvitationStore
public import Invitations

/// Writes one contact's invitation email (R19, R40): the fixed bytes, with a placeholder where the link's token goes.
///
/// The same input gives the same bytes.
public struct LetterRenderer: Sendable {
    private let settings: MailSettings
    let templates: TemplateShelf
    private let zones: TimeZoneDatabase

    public init(settings: MailSettings, templates: TemplateShelf, zones: TimeZoneDatabase) {
        self.settings = settings
        self.templates = templates
        self.zones = zones
    }

    /// What the letter depends on.
    public struct Occasion: Sendable, Hashable {
        public var school: School
        public var name: PersonName
        public var childForenames: [String]
        public var recipient: EmailAddress
        public var mailedAt: Instant
        public var expiresAt: Instant
        /// Unique to this revision; letters, digits, `.` and `-`.
        public var messageIDLocal: String

        public init(
            school: School, name: PersonName, childForenames: [String], recipient: EmailAddress, mailedAt: Instant, expiresAt: Instant,
            messageIDLocal: String
        ) {
            self.school = school
            self.name = name
            self.childForenames = childForenames
            self.recipient = recipient
            self.mailedAt = mailedAt
            self.expiresAt = expiresAt
            self.messageIDLocal = messageIDLocal
        }
    }

    /// Throws `LetterError` when an honest letter cannot be written: it is held then, and a person looks (R23).
    public func render(_ occasion: Occasion, placeholder: TokenPlaceholder) throws(LetterError) -> FixedMail {
        let templates = try templates.templates(of: occasion.school.id)
        let (zone, school, values) = try words(of: occasion, token: "\(TokenPlaceholder.mark)")
        let messageID = "<\(occasion.messageIDLocal)@\(settings.from.domain)>"
        var fields = [
            HeaderField.mailbox("From", displayName: school, address: settings.from.wire),
            .mailbox("To", displayName: oneLine(occasion.name.full), address: occasion.recipient.wire),
            .text("Subject", templates.subject(values)),
            .fixed("Date", dateFieldText(occasion.mailedAt, in: zone)),
            .fixed("Message-ID", messageID),
        ]
        fields += Self.sameFields
        if let replyTo = settings.replyTo { fields.insert(.mailbox("Reply-To", displayName: school, address: replyTo.wire), at: 1) }
        let bodies = templates.bodies(values, placeholder: placeholder)
        let message = MultipartMessage(fields: fields, text: bodies.text, html: bodies.html)
        return FixedMail(
            mailedAt: occasion.mailedAt, expiresAt: occasion.expiresAt, messageID: messageID, recipient: occasion.recipient.wire,
            bytes: message.bytes, common: templates.common.bytes { letterToNobody(templates, placeholder: placeholder) })
    }

    /// What letters of the same templates have in common, as bytes of a letter: a value is a dot, but for what this daemon says in all of them.
    ///
    /// Knows of no occasion, so that nothing of one can be in it: it is kept for longer than any letter (R39).
    private func letterToNobody(_ templates: LetterTemplates, placeholder: TokenPlaceholder) -> [UInt8] {
        var values = Dictionary(uniqueKeysWithValues: LetterTemplates.Name.allCases.map { ($0, ".") })
        values[.app] = settings.appName
        values[.link] = link(token: "\(TokenPlaceholder.mark)")
        var fields = [
            HeaderField.mailbox("From", displayName: ".", address: settings.from.wire), .text("Subject", templates.subject(values)),
            .fixed("Message-ID", "<@\(settings.from.domain)>"),
        ]
        fields += Self.sameFields
        if let replyTo = settings.replyTo { fields.insert(.mailbox("Reply-To", displayName: ".", address: replyTo.wire), at: 1) }
        let bodies = templates.bodies(values, placeholder: placeholder)
        return MultipartMessage(fields: fields, text: bodies.text, html: bodies.html).bytes
    }

    /// Asks vacation responders and Exchange for silence (RFC 3834 §5).
    private static let sameFields = [
        HeaderField.fixed("Auto-Submitted", "auto-generated"), .fixed("X-Auto-Response-Suppress", "All"),
    ]

    private func link(token: String) -> String { "\(settings.linkBase)#\(token)" }
}

extension LetterRenderer {
    /// The same letter for somebody who wants to see it, with a link that does not work.
    public func preview(_ occasion: Occasion) throws(LetterError) -> PreviewedLetter {
        let templates = try templates.templates(of: occasion.school.id)
        let (_, school, values) = try words(of: occasion, token: "preview")
        return PreviewedLetter(
            from: "\(school) <\(settings.from.wire)>", replyTo: settings.replyTo?.wire ?? "",
            to: "\(oneLine(occasion.name.full)) <\(occasion.recipient.wire)>", subject: templates.subject(values),
            text: templates.text(values), html: templates.html(values))
    }

    /// The same for the office, from what its store knows.
    @Sendable public func preview(_ occasion: PreviewEmail.Occasion) throws(InvitationError) -> PreviewedLetter {
        do throws(LetterError) {
            return try preview(
                Occasion(
                    school: occasion.school, name: occasion.name, childForenames: occasion.childForenames, recipient: occasion.recipient,
                    mailedAt: occasion.now, expiresAt: occasion.now.advanced(by: occasion.school.policy.validity).roundedUpToMinute,
                    messageIDLocal: "preview"))
        } catch {
            throw error.refusal
        }
    }

    func words(
        of occasion: Occasion, token: String
    ) throws(LetterError) -> (zone: TimeZoneRules, school: String, values: [LetterTemplates.Name: String]) {
        guard let zone = zones.zone(occasion.school.timeZone) else { throw .badTimeZone }
        let school = oneLine(occasion.school.name)
        if school.isEmpty { throw .schoolHasNoName }
        let values: [LetterTemplates.Name: String] = [
            .greeting: salutation(for: occasion.name),
            .name: addressedName(occasion.name),
            .school: school,
            .app: settings.appName,
            .children: enumeration(ofChildren: occasion.childForenames),
            .deadline: deadlineText(occasion.expiresAt, in: zone),
            .link: link(token: token),
        ]
        return (zone, school, values)
    }
}
