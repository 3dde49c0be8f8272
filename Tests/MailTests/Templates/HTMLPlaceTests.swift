import Testing

@testable import Mail

@Suite("Where in HTML a name may stand")
struct HTMLPlaceTests {
    static let elsewhere =
        "{{…}} stands inside a tag, a comment, a title or a style: only between tags, and as <a href=\"{{link}}\">"

    @Test(
        "R19: a name stands where escaping makes it words, and nowhere else",
        arguments: [
            ("<p>{{school}}</p>", true), ("a < {{school}}", true), ("a <{{school}}", false), ("</{{school}}>", false),
            ("<p title=\"{{school}}\">", false), ("<p title={{school}}>", false), ("<p {{school}}>", false), ("<{{school}}>", false),
            ("<p onclick='x(\"{{school}}\")'>", false), ("<!-- {{school}} -->", false), ("<!-- --> {{school}}", true),
            ("<!--> {{school}}", true), ("<!---> {{school}}", true), ("<!--!> {{school}} -->", false), ("<!----!> {{school}}", true),
            ("<!-- -- > {{school}} -->", false), ("<!doctype \"{{school}}\">", false), ("<? {{school}} ?>", false),
            ("<style>p { content: '{{school}}' }</style>", false), ("<STYLE></sTyLe >{{school}}", true),
            ("<style></styles>{{school}}</style>", false), ("<style></style x=\">\">{{school}}", true),
            ("<style></style x=\">{{school}}\">", false), ("<title>{{school}}</title>", true), ("<title><p>{{school}}</title>", true),
            ("<title>{{link}}</title>", false), ("<title>{{#school}}{{/school}}</title>", false),
            ("{{#school}}<title>{{/school}}</title>", false), ("<p {{#school}}class=x{{/school}}>", false),
            ("</ x=\"><p title=\"> {{school}}\">", false), ("</> {{school}}", true), ("<p/{{school}}", false),
            ("<p x=\"{{! a comment }}\">", true), ("<p a='\"'>{{school}}</p>", true), ("<p =\">\" {{school}}>", true),
            ("<br/>{{school}}", true), ("<p a=x/>{{school}}", true), ("<p a=\"x\"b='>'>{{school}}", true),
        ])
    func places(addition: String, isTaken: Bool) {
        let complaint = Short.complaint(Short.html + addition, as: .html)
        if isTaken { #expect(complaint == nil) } else { #expect(complaint == "t, line 1: \(Self.elsewhere)") }
    }

    @Test(
        "R31: the link is the whole target of an <a>, quoted, and the first that it has",
        arguments: [
            ("<a href=\"{{link}}\">", nil), ("<A class=x\nHREF = '{{ link }}' >", nil),
            ("<a href={{link}}>", elsewhere), ("<a href=\"x{{link}}\">", elsewhere), ("<a href=\"{{school}}\">", elsewhere),
            ("<a href=\"{{link}}{{link}}\">", "something follows {{link}} in its href: close the quotes after it"),
            ("<a href=\"{{link}}&x=1\">", "something follows {{link}} in its href: close the quotes after it"),
            ("<a href=\"{{link}}", "something follows {{link}} in its href: close the quotes after it"),
            ("<a href='x' href=\"{{link}}\">", elsewhere), ("<a x-href=\"{{link}}\">", elsewhere), ("<area href=\"{{link}}\">", elsewhere),
            ("<img src=\"{{link}}\">", elsewhere), ("</a href=\"{{link}}\">", elsewhere),
            ("<a\nhref=\"{{link}}\" title=\"{{link}}\">", elsewhere),
        ] as [(String, String?)])
    func targets(addition: String, problem: String?) {
        let line = addition.hasPrefix("<a\n") ? 2 : 1
        #expect(Short.complaint(Short.html + addition, as: .html) == problem.map { "t, line \(line): \($0)" })
    }

    @Test(
        "Elements whose content is read in ways of their own, or sent somewhere, have no place in a letter",
        arguments: HTMLPlace.refusedElements.sorted())
    func elements(name: String) {
        #expect(
            Short.complaint(Short.html + "\n<\(name.uppercased()) x>", as: .html)
                == "t, line 2: <\(name)> has no place in a letter: take it out")
        #expect(Short.complaint(Short.html + "<\(name)x>", as: .html) == nil)
    }

    @Test("HTML that does not end is refused", arguments: ["<p", "<p title=\"", "<!--", "<style>", "<title>x", "<", "</"])
    func unfinished(addition: String) {
        #expect(Short.complaint(Short.html + addition, as: .html) == "t, line 1: its HTML does not end: close the last tag")
    }

    @Test("R19: another program finds every name of a template that is taken among the words, and none anywhere else")
    func secondOpinion() throws {
        var generator = SeededGenerator(seed: 7)
        let bits = [
            "<p>", "</p>", "<p title=\"", "\"", "'", ">", "<", "</", "<br/>", " ", "=", "a", "x=", "{{school}}", "<title>", "</title>",
            "<style>",
            "</style>", "<a href=\"{{link}}\">", "</a>", "<!doctype html>", "{{#app}}", "{{/app}}", "-", "\n",
        ]
        var templates: [String] = []
        for _ in 0..<60_000 {
            let template = (0..<Int.random(in: 1...10, using: &generator)).map { _ in bits.randomElement(using: &generator) ?? "" }.joined()
            guard template.contains("{{school}}") else { continue }
            // Ended tidily, so that Python's parser does not keep what it waits for.
            if Short.complaint(Short.html + template, as: .html) == nil { templates.append(template) }
        }
        #expect(templates.count > 1000)
        let rendered = try templates.map { template in
            try LoadedTemplate(TemplateSource(file: "t", text: Short.html + template), as: .html, limits: TemplateLimits()).render([
                .school: "SCHOOL", .link: "LINK", .app: "A",
            ])
        }
        let found = try Python.run(Self.reader, rendered, as: [Found].self)
        for (template, (page, found)) in zip(templates, zip(rendered, found)) {
            let expected = page.ranges(of: "SCHOOL").count
            #expect(found.words == expected && found.elsewhere == 0, "\(template.debugDescription)")
        }
    }

    private struct Found: Decodable {
        var words: Int
        var elsewhere: Int
    }

    private static let reader = """
        import json, sys
        from html.parser import HTMLParser

        class Reader(HTMLParser):
            # As browsers do (HTML Living Standard section 13.2.6.4.4), and older versions of this reader do not.
            CDATA_CONTENT_ELEMENTS = ('script', 'style', 'title')
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.words = self.elsewhere = 0; self.style = False
            def handle_starttag(self, tag, attrs):
                self.elsewhere += str([tag] + attrs).upper().count('SCHOOL')
                self.style = tag == 'style'
            def handle_endtag(self, tag):
                self.elsewhere += tag.upper().count('SCHOOL'); self.style = False
            def handle_comment(self, text): self.elsewhere += text.count('SCHOOL')
            def handle_decl(self, text): self.elsewhere += text.count('SCHOOL')
            def handle_data(self, text):
                if self.style: self.elsewhere += text.count('SCHOOL')
                else: self.words += text.count('SCHOOL')

        def read(page):
            reader = Reader(); reader.feed(page); reader.close()
            return dict(words=reader.words, elsewhere=reader.elsewhere)

        json.dump([read(page) for page in json.load(sys.stdin)], sys.stdout)
        """
}
