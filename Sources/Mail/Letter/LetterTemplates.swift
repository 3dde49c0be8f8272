internal import Mustache

/// The words of the invitation email (R19): a subject, a text and an HTML template.
///
/// A template may use `{{name}}`, `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}` and comments, with the names of `Name`. Everything else
/// that Mustache knows is refused when the template is loaded: the renderer would leave an unknown name out without a word, and a parent
/// would get a letter with a hole in it.
public struct LetterTemplates: Sendable {
    /// What a template may name.
    public enum Name: String, Sendable, Hashable, CaseIterable {
        /// `Dear Mrs Thistlewood,`
        case greeting
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

    private let subject: MustacheTemplate
    private let text: MustacheTemplate
    private let html: MustacheTemplate

    /// Throws `LetterTemplateError` when a template is not one, uses what it may not, or the text or HTML lacks the link.
    public init(subject: String, text: String, html: String) throws(LetterTemplateError) {
        self.subject = try Self.load(subject, "subject", requiring: [])
        self.text = try Self.load(text, "text", requiring: [.link, .deadline])
        self.html = try Self.load(html, "HTML", requiring: [.link, .deadline])
    }

    func subject(_ values: [Name: String]) -> String { oneLine(Self.render(subject, values)) }

    func text(_ values: [Name: String]) -> String { Self.render(text, values) }

    func html(_ values: [Name: String]) -> String { Self.render(html, values.mapValues(escapeHTML)) }

    private static func render(_ template: MustacheTemplate, _ values: [Name: String]) -> String {
        template.render(Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) }))
    }

    private static func load(_ source: String, _ part: String, requiring required: [Name]) throws(LetterTemplateError) -> MustacheTemplate {
        let lines = source.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
        guard !lines.unicodeScalars.contains(TokenPlaceholder.mark), !lines.contains("\r") else {
            throw LetterTemplateError(part: part, problem: "it holds a control character")
        }
        let used = try namesUsed(in: lines, part)
        if let missing = required.first(where: { !used.contains($0) }) {
            throw LetterTemplateError(part: part, problem: "it lacks {{\(missing.rawValue)}}")
        }
        do {
            // Values come escaped already: see `escapeHTML`.
            return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + lines)
        } catch {
            throw LetterTemplateError(part: part, problem: "its sections do not close")
        }
    }

    /// The names between braces, each known; throws for anything else between braces.
    private static func namesUsed(in source: String, _ part: String) throws(LetterTemplateError) -> Set<Name> {
        var used: Set<Name> = []
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { throw LetterTemplateError(part: part, problem: "a {{ has no }}") }
            var tag = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            if tag.first == "!" { continue }
            let isValue = !(tag.first.map { "#^/".contains($0) } ?? false)
            if !isValue { tag = tag.dropFirst() }
            guard let name = Name(rawValue: String(tag)) else {
                throw LetterTemplateError(part: part, problem: "{{\(tag)}} is unknown")
            }
            if isValue { used.insert(name) }
        }
        return used
    }
}

/// A template that cannot be used, found when it is loaded.
public struct LetterTemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `subject`, `text` or `HTML`.
    public var part: String
    public var problem: String

    public var description: String {
        let names = LetterTemplates.Name.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
        return "The \(part) template cannot be used: \(problem). A template may use \(names)."
    }
}
