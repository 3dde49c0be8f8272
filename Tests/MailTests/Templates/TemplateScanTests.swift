import Invitations
import Testing

@testable import Mail

/// Templates that are as short as they may be; tests put something after them.
enum Short {
    static let subject = "{{school}}"
    static let text = "{{greeting}} {{children}} {{link}} {{deadline}}"
    static let html = "{{greeting}} {{children}} <a href=\"{{link}}\">{{link}}</a> {{deadline}}"

    static func templates(
        subject: String = subject, text: String = text, html: String = html, limits: TemplateLimits = TemplateLimits()
    ) throws(LetterTemplateError) -> LetterTemplates {
        try LetterTemplates(
            subject: TemplateSource(file: "subject.mustache", text: subject), text: TemplateSource(file: "text.mustache", text: text),
            html: TemplateSource(file: "html.mustache", text: html), limits: limits)
    }

    /// What is said of a template; nil: it is taken.
    static func complaint(_ template: String, as part: TemplatePart, limits: TemplateLimits = TemplateLimits()) -> String? {
        do throws(LetterTemplateError) {
            _ = try LoadedTemplate(TemplateSource(file: "t", text: template), as: part, limits: limits)
            return nil
        } catch {
            return error.description
        }
    }
}

@Suite("Templates are checked when they are loaded")
struct TemplateScanTests {
    static let names = "there are greeting, name, school, app, children, deadline, link"

    @Test(
        "R19: what would leave a hole, run code, or put a name where it is no word is refused, with its line and what to do",
        arguments: [
            ("\n{{surname}}", "line 2: {{surname}} is unknown; \(names)"),
            ("{{{greeting}}}", "line 1: {{{greeting}} would not be escaped: write {{name}}"),
            ("{{&greeting}}", "line 1: {{&greeting}} would not be escaped: write {{name}}"),
            ("\n\n{{>other}}", "line 3: {{>other}} is a partial, of which letters have none: write its words here"),
            ("{{<parent}}{{/parent}}", "line 1: {{<parent}} is a partial, of which letters have none: write its words here"),
            ("{{$block}}{{/block}}", "line 1: {{$block}} is a partial, of which letters have none: write its words here"),
            ("{{=<% %>=}}<%surname%>", "line 1: {{=<% %>=}} would change how templates are read: take it out"),
            ("{{%CONTENT_TYPE:HTML}}", "line 1: {{%CONTENT_TYPE:HTML}} would change how templates are read: take it out"),
            ("{{uppercased(app)}}", "line 1: {{uppercased(app)}} is unknown; \(names)"),
            ("{{app.count}}", "line 1: {{app.count}} is unknown; \(names)"),
            ("{{.}}", "line 1: {{.}} is unknown; \(names)"), ("{{#.}}{{/.}}", "line 1: {{#.}} is unknown; \(names)"),
            ("{{}}", "line 1: {{}} is unknown; \(names)"), ("{{ }}", "line 1: {{}} is unknown; \(names)"),
            ("{{app school}}", "line 1: {{app school}} is unknown; \(names)"), ("{{App}}", "line 1: {{App}} is unknown; \(names)"),
            ("{{app\n}}", "line 1: {{app}} is unknown; \(names)"), ("{{аpp}}", "line 1: {{аpp}} is unknown; \(names)"),
            ("{{#app}}{{#several}}{{/several}}{{/app}}", "line 1: {{#several}} is unknown; \(names)"),
            ("\n{{app", "line 2: a {{ has no }}: close it"), ("{{app}", "line 1: a {{ has no }}: close it"),
            ("\n{{#app}}\n", "line 2: the section {{#app}} does not end: add {{/app}}"),
            ("{{#app}}\n{{/school}}", "line 2: {{/school}} ends no section that began last: mend their order"),
            ("{{/app}}", "line 1: {{/app}} ends no section that began last: mend their order"),
            ("{{#app}}{{^school}}{{/app}}{{/school}}", "line 1: {{/app}} ends no section that began last: mend their order"),
            ("\n\u{0}", "line 2: it holds a control character: take it out"), ("\r", "line 1: it holds a control character: take it out"),
            ("\u{1b}[31m", "line 1: it holds a control character: take it out"),
            ("{{app}}\u{301}", "line 1: a mark stands on a brace: put something between"),
            ("{{app}\u{301}}", "line 1: a mark stands on a brace: put something between"),
            ("{\u{200d}{app}}", "line 1: a mark stands on a brace: put something between"),
        ])
    func refused(addition: String, problem: String) {
        #expect(Short.complaint(Short.text + addition, as: .text) == "t, \(problem)")
        #expect(Short.complaint(Short.html + addition, as: .html) == "t, \(problem)")
        #expect(Short.complaint(Short.subject + addition, as: .subject) == "t, \(problem)")
    }

    @Test(
        "R19: every letter says who it is for, of whom, until when, and has the link: in each part, whatever its sections leave out",
        arguments: [
            (TemplatePart.text, "{{greeting}} {{children}} {{deadline}}", "it lacks {{link}}, which every letter says: add it"),
            (.text, "{{greeting}} {{children}} {{deadline}}{{! {{link}} }}", "it lacks {{link}}, which every letter says: add it"),
            (
                .text, "{{greeting}} {{children}} {{deadline}}{{^app}}{{link}}{{/app}}",
                "it lacks {{link}} outside sections, which every letter says: add it"
            ), (.text, "{{greeting}} {{children}} {{#link}}{{/link}} {{deadline}}", "it lacks {{link}}, which every letter says: add it"),
            (.text, "{{greeting}} {{children}} {{link}}", "it lacks {{deadline}}, which every letter says: add it"),
            (.text, "{{greeting}} {{link}} {{deadline}}", "it lacks {{children}}, which every letter says: add it"),
            (.text, "{{children}} {{link}} {{deadline}}", "it lacks {{greeting}}, which every letter says: add it"),
            (.subject, "An invitation to {{app}}", "it lacks {{school}}, which every letter says: add it"),
            (.subject, "{{#name}}{{school}}{{/name}}", "it lacks {{school}} outside sections, which every letter says: add it"),
            (.html, Short.text, "it lacks <a href=\"{{link}}\"> outside sections: add it"),
            (
                .html, "{{greeting}} {{children}} {{deadline}} {{^app}}<a href=\"{{link}}\">x</a>{{/app}}",
                "it lacks <a href=\"{{link}}\"> outside sections: add it"
            ),
            (
                .html, "<title>{{greeting}}{{deadline}}{{children}}</title><a href=\"{{link}}\">x</a>",
                "it lacks {{deadline}}, which every letter says: add it"
            ),
        ])
    func required(part: TemplatePart, template: String, problem: String) {
        #expect(Short.complaint(template, as: part) == "t: \(problem)")
    }

    @Test("R19: text and HTML say the same: a name that one has, the other has")
    func sameNames() throws {
        #expect(throws: LetterTemplateError("html.mustache", "it lacks {{app}}, which the other part has: text and HTML must say the same"))
        {
            try Short.templates(text: Short.text + "{{app}}")
        }
        #expect(throws: LetterTemplateError("text.mustache", "it lacks {{app}}, which the other part has: text and HTML must say the same"))
        {
            try Short.templates(html: Short.html + "{{app}}")
        }
        _ = try Short.templates(text: Short.text + "{{app}}", html: Short.html + "{{app}}")
    }

    @Test(
        "R40: a subject is one line that a header field can hold",
        arguments: [
            ("{{school}}\n", true), ("{{school}}\r\n", true), ("{{school}}: Gwahoddiad ✉", true), ("{{school}}\n\n", false),
            ("{{school}}\nBcc: x@evil.example", false), ("{{school}}\r\nBcc: x@evil.example", false), (" {{school}}", false),
            ("{{school}} ", false), ("{{school}}  x", false), ("{{school}}\tx", false), ("{{school}}\u{2028}x", false),
            ("{{school}}\u{85}x", false), ("{{school}}\u{202e}x", false), ("{{school}}" + String(repeating: "x", count: 246), true),
            ("{{school}}" + String(repeating: "x", count: 247), false),
        ])
    func subjects(template: String, isTaken: Bool) {
        #expect((Short.complaint(template, as: .subject) == nil) == isTaken)
    }

    @Test("Limits: one more than allowed is refused")
    func limits() {
        var limits = TemplateLimits()
        limits.fileBytesMax = 100
        let filled = Short.text + String(repeating: "x", count: 100 - Short.text.utf8.count)
        #expect(Short.complaint(filled, as: .text, limits: limits) == nil)
        #expect(Short.complaint(filled + "x", as: .text, limits: limits) == "t: it has more than 100 bytes: shorten it")
        limits = TemplateLimits()
        limits.tagsMax = 6
        #expect(Short.complaint(Short.text + "{{app}}{{! }}", as: .text, limits: limits) == nil)
        #expect(
            Short.complaint(Short.text + "{{app}}{{! }}\n{{app}}", as: .text, limits: limits)
                == "t, line 2: it has more than 6 names, sections and comments: use fewer")
        func nested(_ depth: Int) -> String {
            String(repeating: "{{#app}}", count: depth) + String(repeating: "{{/app}}", count: depth)
        }
        #expect(Short.complaint(Short.text + nested(4), as: .text) == nil)
        #expect(Short.complaint(Short.text + nested(5), as: .text) == "t, line 1: sections stand 5 deep: at most 4")
    }

    @Test("A template bomb is refused by what it could come to with the longest names, before any letter is written")
    func bomb() throws {
        let bomb = Short.text + String(repeating: "{{#app}}{{children}}{{/app}}", count: 60)
        #expect(try #require(Short.complaint(bomb, as: .text)).contains("with long names it comes to"))
        // What is taken stays within that, with the longest names that there can be.
        let most = Short.html + String(repeating: "{{children}}", count: 20) + "{{school}}{{app}}{{name}}"
        let templates = try Short.templates(
            text: Short.text + "{{school}}{{app}}{{name}}", html: most)
        let name = String(repeating: "\"", count: 300)
        let school = sampleSchool(name: name)
        let renderer = LetterRenderer(settings: try sampleSettings(), templates: try TemplateShelf(), zones: TimeZoneDatabase())
        let values = try renderer.words(
            of: sampleOccasion(
                school: school, name: .init(title: name, forename: name, surname: name), children: (0..<20).map { _ in name }),
            token: String(repeating: "x", count: TokenPlaceholder.widthMax)
        ).values
        for (name, value) in values { #expect(value.unicodeScalars.count <= name.scalarsMax, "\(name)") }
        #expect(templates.html(values).utf8.count <= TemplateLimits().renderedBytesMax)
    }

    @Test("Values are escaped in HTML and left alone in text; comments, sections and spaces work; braces in a value mean nothing")
    func renders() throws {
        let own =
            "{{! a\ncomment }}{{#app}}[{{ app }}]{{/app}}{{^app}}none{{/app}}{{#name}}{{name}}{{/name}}{{^name}}you{{/name}} {{school}} "
        let templates = try Short.templates(
            subject: "{{school}} {{#name}}for {{name}}{{/name}}\n", text: own + Short.text, html: own + Short.html)
        let values: [LetterTemplates.Name: String] = [
            .greeting: "<b>{{link}}", .name: "", .school: "A & B\nC", .app: "App", .children: "c", .deadline: "d", .link: "l\"&",
        ]
        #expect(templates.text(values) == "[App]you A & B\nC <b>{{link}} c l\"& d")
        #expect(
            templates.html(values)
                == "[App]you A &amp; B\nC &lt;b&gt;{{link}} c <a href=\"l&quot;&amp;\">l&quot;&amp;</a> d")
        #expect(templates.subject(values) == "A & B C")
        #expect(templates.text(values.merging([.name: "Mrs O'Neill"]) { $1 }).contains("[App]Mrs O'Neill A"))
    }

    @Test("Line ends of any editor, and a byte order mark, change nothing")
    func lineEnds() throws {
        let plain = try Short.templates(text: Short.text + "\n\nx\n")
        let other = try Short.templates(text: "\u{feff}" + Short.text + "\r\n\r\nx\r\n")
        #expect(plain.text([.greeting: "g"]) == other.text([.greeting: "g"]))
        #expect(!other.text([:]).unicodeScalars.contains("\r") && !other.text([:]).unicodeScalars.contains("\u{feff}"))
    }

    @Test("What we read in a template is what the renderer reads: seeded templates, expanded by both")
    func agreement() throws {
        var generator = SeededGenerator(seed: 19)
        let bits = [
            "{", "}", "{{", "}}", "{{app}}", "{{ name }}", "{{#app}}", "{{/app}}", "{{^name}}", "{{#name}}", "{{/name}}", "{{! x }}", "{{!",
            "\n",
            " ", "\t", "a", "é", "e\u{301}", "\u{301}", "\u{200d}", "<b>", "'", "}}}", "#", "/", "👩‍👧", "{{school}}", "\u{600}", "\u{85}",
        ]
        var taken = 0
        for _ in 0..<20_000 {
            let template = (0..<Int.random(in: 0...9, using: &generator)).map { _ in bits.randomElement(using: &generator) ?? "" }.joined()
            let source = TemplateSource(file: "t", text: Short.text + template)
            guard let scan = try? TemplateScan(source, limits: TemplateLimits()), Short.complaint(source.text, as: .text) == nil else {
                continue
            }
            taken += 1
            let loaded = try LoadedTemplate(source, as: .text, limits: TemplateLimits())
            for name in ["", "N"] {
                let values: [LetterTemplates.Name: String] = [
                    .greeting: "G", .name: name, .school: "S", .app: "A", .children: "C", .deadline: "D", .link: "L",
                ]
                func bare(_ text: String) -> String { String(text.filter { !$0.isWhitespace }) }
                let text = loaded.render(values)
                #expect(bare(text) == bare(Self.expand(scan.pieces, values)), "\(template.debugDescription)")
                var body: [UInt8] = []
                QuotedPrintable.append(lines: Array(text.utf8), placeholder: samplePlaceholder, to: &body)
                #expect(loaded.body(values, placeholder: samplePlaceholder) == body, "\(template.debugDescription)")
            }
        }
        #expect(taken > 2000)
    }

    /// As Mustache says, in a few lines of our own; white space aside.
    private static func expand(_ pieces: [TemplateScan.Piece], _ values: [LetterTemplates.Name: String]) -> String {
        var text = ""
        var shown = [true]
        for piece in pieces {
            switch piece {
            case .literal(let scalars, _): if shown.last == true { text += String(scalars) }
            case .tag(let tag):
                let value = values[tag.name] ?? ""
                switch tag.kind {
                case .value: if shown.last == true { text += value }
                case .section: shown.append(shown.last == true && !value.isEmpty)
                case .invertedSection: shown.append(shown.last == true && value.isEmpty)
                case .end: shown.removeLast()
                }
            }
        }
        return text
    }
}
