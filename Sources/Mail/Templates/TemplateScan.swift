/// A template's Mustache, read by ourselves before the renderer sees it: the renderer leaves an unknown name out without a word, and knows
/// partials, lambdas, other delimiters and unescaped values, none of which a letter may use.
///
/// What is left is `{{name}}`, `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}` and `{{! comments }}`.
struct TemplateScan {
    /// A name between braces.
    struct Tag: Hashable {
        enum Kind: Hashable {
            case value, section, invertedSection, end
        }

        var kind: Kind
        var name: LetterTemplates.Name
        var line: Int
        /// Sections around it; of a section's own tags, around the section.
        var depth: Int
    }

    /// What is between tags, and tags.
    enum Piece {
        /// With the line it begins on.
        case literal(String.UnicodeScalarView, line: Int)
        case tag(Tag)
    }

    let file: String
    /// The source as the renderer gets it: lines end with `\n`.
    let source: String
    private(set) var pieces: [Piece] = []
    private let limits: TemplateLimits

    var tags: [Tag] {
        pieces.compactMap { piece in
            if case .tag(let tag) = piece { tag } else { nil }
        }
    }

    /// Throws `LetterTemplateError` for whatever a letter's template may not hold.
    init(_ template: TemplateSource, limits: TemplateLimits) throws(LetterTemplateError) {
        file = template.file
        self.limits = limits
        guard template.text.utf8.count <= limits.fileBytesMax else {
            throw LetterTemplateError(file, "it has more than \(limits.fileBytesMax) bytes: shorten it")
        }
        var scalars = template.text.unicodeScalars[...]
        if scalars.first == "\u{feff}" { scalars = scalars.dropFirst() }
        source = String(String.UnicodeScalarView(scalars)).split(separator: "\r\n", omittingEmptySubsequences: false).joined(
            separator: "\n")
        try refuseControls()
        try readPieces()
    }

    /// Control characters, of which one stands for the link's token while a letter is rendered; and marks on braces: the renderer reads
    /// characters, and what is a brace with an accent to it is a brace to us.
    private func refuseControls() throws(LetterTemplateError) {
        var line = 1
        for character in source {
            if character == "\n" { line += 1 }
            for scalar in character.unicodeScalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value == 0x7f {
                throw LetterTemplateError(file, line: line, "it holds a control character: take it out")
            }
            let scalars = character.unicodeScalars
            if scalars.count > 1, scalars.contains(where: { $0 == "{" || $0 == "}" }) {
                throw LetterTemplateError(file, line: line, "a mark stands on a brace: put something between")
            }
        }
    }

    private mutating func readPieces() throws(LetterTemplateError) {
        var rest = source.unicodeScalars[...]
        var literal = String.UnicodeScalarView()
        var literalLine = 1
        var line = 1
        var open: [Tag] = []
        var tagCount = 0
        while let scalar = rest.popFirst() {
            guard scalar == "{", rest.first == "{" else {
                if literal.isEmpty { literalLine = line }
                if scalar == "\n" { line += 1 }
                literal.append(scalar)
                continue
            }
            rest.removeFirst()
            let begin = line
            guard let content = Self.content(&rest, &line) else {
                throw LetterTemplateError(file, line: begin, "a {{ has no }}: close it")
            }
            tagCount += 1
            guard tagCount <= limits.tagsMax else {
                throw LetterTemplateError(file, line: begin, "it has more than \(limits.tagsMax) names, sections and comments: use fewer")
            }
            if !literal.isEmpty { pieces.append(.literal(literal, line: literalLine)) }
            literal = String.UnicodeScalarView()
            if content.first == "!" { continue }
            pieces.append(.tag(try tag(content, begin, &open)))
        }
        if !literal.isEmpty { pieces.append(.literal(literal, line: literalLine)) }
        if let left = open.last {
            throw LetterTemplateError(
                file, line: left.line, "the section {{#\(left.name.rawValue)}} does not end: add {{/\(left.name.rawValue)}}")
        }
    }

    /// What is before the next `}}`, which is taken too; nil: there is none.
    private static func content(_ rest: inout Substring.UnicodeScalarView, _ line: inout Int) -> String.UnicodeScalarView? {
        var content = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "}", rest.first == "}" {
                rest.removeFirst()
                return content
            }
            if scalar == "\n" { line += 1 }
            content.append(scalar)
        }
        return nil
    }

    private func tag(_ content: String.UnicodeScalarView, _ line: Int, _ open: inout [Tag]) throws(LetterTemplateError) -> Tag {
        let kind: Tag.Kind =
            switch content.first {
            case "#": .section
            case "^": .invertedSection
            case "/": .end
            default: .value
            }
        let words = (kind == .value ? content[...] : content.dropFirst()).split(separator: " ").map { String($0) }
        guard words.count == 1, let name = LetterTemplates.Name(rawValue: words[0]) else {
            throw LetterTemplateError(file, line: line, Self.complaint(about: content))
        }
        var tag = Tag(kind: kind, name: name, line: line, depth: open.count)
        switch kind {
        case .value: break
        case .section, .invertedSection:
            open.append(tag)
            guard open.count <= limits.nestingMax else {
                throw LetterTemplateError(file, line: line, "sections stand \(open.count) deep: at most \(limits.nestingMax)")
            }
        case .end:
            guard let begun = open.popLast(), begun.name == name else {
                throw LetterTemplateError(file, line: line, "{{/\(name.rawValue)}} ends no section that began last: mend their order")
            }
            tag.depth = open.count
        }
        return tag
    }

    private static func complaint(about content: String.UnicodeScalarView) -> String {
        let shown = "{{\(oneLine(String(content), scalarsMax: 40))}}"
        return switch content.first {
        case "{", "&": "\(shown) would not be escaped: write {{name}}"
        case ">", "<", "$": "\(shown) is a partial, of which letters have none: write its words here"
        case "=", "%": "\(shown) would change how templates are read: take it out"
        default: "\(shown) is unknown; there are \(LetterTemplates.Name.allCases.map(\.rawValue).joined(separator: ", "))"
        }
    }
}
