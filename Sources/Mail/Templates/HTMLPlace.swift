/// Where in HTML one stands, scalar by scalar: what an escaped value means depends on it.
///
/// As browsers read it (HTML Living Standard §13.2.5), as far as a letter needs: elements whose content is read in other ways are refused, but
/// `style` and `title`.
struct HTMLPlace {
    /// What a value may stand in.
    enum Kind: Hashable {
        /// Between tags: escaped, it is words.
        case words
        /// In `<title>`: words too, which no link is.
        case title
        /// Right after `href="` of an `<a>`, the first of it.
        case target
        /// In a tag, a comment or a style sheet, where escaping is no help.
        case elsewhere
    }

    private(set) var state = State.words
    private var tag = Tag()

    /// What content a mail reader may read in its own way, or not at all.
    static let refusedElements: Set<String> = [
        "base", "embed", "form", "frame", "frameset", "iframe", "link", "math", "noembed", "noframes", "noscript", "object", "option",
        "plaintext", "script", "select", "svg", "template", "textarea", "xmp",
    ]
    private static let rawElements: Set<String> = ["style", "title"]

    enum State: Hashable {
        case words
        case lessThan
        case tagName
        case betweenAttributes
        case attributeName
        case afterAttributeName
        case beforeValue
        case quoted(Unicode.Scalar, isBegun: Bool)
        case unquoted
        /// After `</`.
        case endTag
        /// After `<!`, with what came since.
        case declaration(String)
        /// After `<!--`, with the last three scalars since.
        case comment(String)
        /// After `<?` and the like, until `>`.
        case bogus
        /// Within an element whose tags do not count, with what may be the beginning of its end.
        case raw(String, end: String)
    }

    private struct Tag: Hashable {
        var name = ""
        var isEnd = false
        var attribute = ""
        var hasTarget = false
    }

    var kind: Kind {
        switch state {
        case .words: .words
        case .raw("title", _): .title
        case .quoted(_, isBegun: false) where tag.name == "a" && tag.attribute == "href" && !tag.hasTarget && !tag.isEnd: .target
        default: .elsewhere
        }
    }

    /// Goes on by one scalar. Answers an element that letters may not have, once its name has ended.
    mutating func advance(_ scalar: Unicode.Scalar) -> String? {
        let isSpace = scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\u{c}"
        switch state {
        case .words: if scalar == "<" { state = .lessThan }
        case .lessThan: afterLessThan(scalar)
        case .tagName:
            guard isSpace || scalar == "/" || scalar == ">" else {
                tag.name += Self.lowercased(scalar)
                return nil
            }
            state = scalar == ">" ? afterTag : .betweenAttributes
            return Self.refusedElements.contains(tag.name) ? tag.name : nil
        case .betweenAttributes, .afterAttributeName:
            if scalar == ">" {
                state = afterTag
            } else if scalar == "=" && state == .afterAttributeName {
                state = .beforeValue
            } else if scalar == "/" {
                state = .betweenAttributes
            } else if !isSpace {
                beginAttribute(scalar)
            }
        case .attributeName:
            if scalar == ">" {
                state = afterTag
            } else if scalar == "=" {
                state = .beforeValue
            } else if scalar == "/" {
                state = .betweenAttributes
            } else if isSpace {
                state = .afterAttributeName
            } else {
                tag.attribute += Self.lowercased(scalar)
            }
        case .beforeValue:
            if scalar == "\"" || scalar == "'" {
                state = .quoted(scalar, isBegun: false)
            } else if scalar == ">" {
                state = afterTag
            } else if !isSpace {
                state = .unquoted
            }
        case .quoted(let quote, _): state = scalar == quote ? .betweenAttributes : .quoted(quote, isBegun: true)
        case .unquoted: state = scalar == ">" ? afterTag : isSpace ? .betweenAttributes : .unquoted
        case .declaration(let begun):
            let text = begun + String(scalar)
            state = text == "--" ? .comment("") : scalar == ">" ? .words : text == "-" ? .declaration(text) : .bogus
        case .comment(let last):
            let isEnd = scalar == ">" && (last.isEmpty || last == "-" || last.hasSuffix("--") || last.hasSuffix("--!"))
            state = isEnd ? .words : .comment(String((last + String(scalar)).unicodeScalars.suffix(3)))
        case .bogus: if scalar == ">" { state = .words }
        case .endTag:
            if scalar == ">" {
                state = .words
            } else {
                let isLetter = scalar.properties.isAlphabetic && scalar.isASCII
                tag = Tag(name: Self.lowercased(scalar), isEnd: true)
                state = isLetter ? .tagName : .bogus
            }
        case .raw(let element, let end): afterRaw(element, end, scalar)
        }
        return nil
    }

    /// A value stands here.
    mutating func advanceByValue() {
        guard case .quoted(let quote, _) = state else { return }
        state = .quoted(quote, isBegun: true)
        tag.hasTarget = true
    }

    private mutating func afterLessThan(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "a"..."z", "A"..."Z":
            tag = Tag(name: Self.lowercased(scalar))
            state = .tagName
        case "/": state = .endTag
        case "!": state = .declaration("")
        case "?": state = .bogus
        case "<": state = .lessThan
        default: state = .words
        }
    }

    private mutating func beginAttribute(_ scalar: Unicode.Scalar) {
        // Of two attributes of one name the first counts.
        if tag.attribute == "href" { tag.hasTarget = true }
        tag.attribute = Self.lowercased(scalar)
        state = .attributeName
    }

    private var afterTag: State { Self.rawElements.contains(tag.name) && !tag.isEnd ? .raw(tag.name, end: "") : .words }

    private mutating func afterRaw(_ element: String, _ end: String, _ scalar: Unicode.Scalar) {
        let wanted = "</\(element)"
        if end == wanted, [">", " ", "\n", "\t", "\u{c}", "/"].contains(scalar) {
            tag = Tag(name: element, isEnd: true)
            state = scalar == ">" ? .words : .betweenAttributes
            return
        }
        let text = end + Self.lowercased(scalar)
        state = .raw(element, end: wanted.hasPrefix(text) ? text : scalar == "<" ? "<" : "")
    }

    /// ASCII letters alone: names of elements and attributes fold no others.
    private static func lowercased(_ scalar: Unicode.Scalar) -> String { scalar.isASCII ? String(scalar).lowercased() : String(scalar) }
}
