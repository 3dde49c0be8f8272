internal import Mustache

/// The words of the invitation email (R19): a subject, a text and an HTML template, checked when they are loaded.
public struct LetterTemplates: Sendable {
    /// What a template may name.
    public enum Name: String, Sendable, Hashable, CaseIterable {
        /// `Dear Mrs Thistlewood,`
        case greeting
        /// `Mrs Thistlewood`; the only one that there may be none of: `{{#name}}…{{/name}}{{^name}}…{{/name}}`.
        case name
        /// The school's name.
        case school
        /// The app's name.
        case app
        /// The children's forenames: `Zoë, Max and Ana`.
        case children
        /// The end of validity in words: `Monday 7 December 2026 at 10:42 GMT`.
        case deadline
        /// The link, with its token.
        case link
    }

    let subject: LoadedTemplate
    let text: LoadedTemplate
    let html: LoadedTemplate
    /// Of the letters that are written with these; made again when they are loaded again.
    let common = CommonLetter()

    init(subject: LoadedTemplate, text: LoadedTemplate, html: LoadedTemplate) throws(LetterTemplateError) {
        // R19: both parts say the same.
        for (part, other) in [(text, html), (html, text)] {
            guard let name = Name.allCases.first(where: { other.names.contains($0) && !part.names.contains($0) }) else { continue }
            throw LetterTemplateError(
                part.file, "it lacks {{\(name.rawValue)}}, which the other part has: text and HTML must say the same")
        }
        self.subject = subject
        self.text = text
        self.html = html
    }

    /// Throws `LetterTemplateError` when one of them cannot be used.
    public init(
        subject: TemplateSource, text: TemplateSource, html: TemplateSource, limits: TemplateLimits = TemplateLimits()
    ) throws(LetterTemplateError) {
        try self.init(
            subject: LoadedTemplate(subject, as: .subject, limits: limits), text: LoadedTemplate(text, as: .text, limits: limits),
            html: LoadedTemplate(html, as: .html, limits: limits))
    }

    /// The words every school starts with, in English: the files of `Sources/Mail/Templates/BuiltIn`.
    public static func builtIn() throws(LetterTemplateError) -> LetterTemplates {
        try LetterTemplates(
            subject: TemplateSource(builtIn: .subject, PackageResources.subject_mustache),
            text: TemplateSource(builtIn: .text, PackageResources.text_mustache),
            html: TemplateSource(builtIn: .html, PackageResources.html_mustache))
    }

    func subject(_ values: [Name: String]) -> String { oneLine(subject.render(values)) }

    func text(_ values: [Name: String]) -> String { text.render(values) }

    func html(_ values: [Name: String]) -> String { html.render(values.mapValues(escapeHTML)) }

    /// Both as bodies of a message, which the token's mark may stand in.
    func bodies(_ values: [Name: String], placeholder: TokenPlaceholder) -> (text: [UInt8], html: [UInt8]) {
        (text.body(values, placeholder: placeholder), html.body(values.mapValues(escapeHTML), placeholder: placeholder))
    }
}

/// A template's text, and what to call it in an error.
public struct TemplateSource: Sendable, Hashable {
    public var file: String
    public var text: String

    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    fileprivate init(builtIn part: TemplatePart, _ bytes: [UInt8]) {
        self.init(file: "built-in/\(part.fileName)", text: String(decoding: bytes, as: UTF8.self))
    }
}

/// The three parts of a letter.
enum TemplatePart: String, Sendable, CaseIterable {
    case subject, text, html

    var fileName: String { "\(rawValue).mustache" }
}

/// A template that has passed its checks.
struct LoadedTemplate: Sendable {
    let file: String
    /// Those that a reader sees.
    let names: Set<LetterTemplates.Name>
    private let template: MustacheTemplate
    /// For a reader with a name, and for one without: nothing else is ever missing.
    private let expansions: [TemplateExpansion]

    init(_ source: TemplateSource, as part: TemplatePart, limits: TemplateLimits) throws(LetterTemplateError) {
        let scan = try TemplateScan(source, limits: limits)
        try scan.check(as: part, limits: limits)
        file = scan.file
        names = Set(scan.tags.map(\.name))
        do {
            // Values come escaped already: see `escapeHTML`.
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + scan.source)
        } catch {
            throw LetterTemplateError(scan.file, "it is no Mustache template: \(error)")
        }
        let all = Set(LetterTemplates.Name.allCases)
        expansions = [all, all.subtracting([.name])].map { [template] in TemplateExpansion(template, present: $0) }
    }

    func render(_ values: [LetterTemplates.Name: String]) -> String { expansion(values).text(values) }

    /// As quoted-printable.
    func body(_ values: [LetterTemplates.Name: String], placeholder: TokenPlaceholder) -> [UInt8] {
        expansion(values).body(values, placeholder: placeholder)
    }

    private func expansion(_ values: [LetterTemplates.Name: String]) -> TemplateExpansion {
        expansions.first { $0.fits(values) } ?? TemplateExpansion(template, present: Set(values.filter { !$0.value.isEmpty }.keys))
    }
}
