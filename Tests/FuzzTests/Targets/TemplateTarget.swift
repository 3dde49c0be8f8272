@testable import Mail

extension FuzzTarget {
    /// A letter's template, as an operator may write it: the first byte says for which part. What is taken keeps names in their places.
    static let letterTemplate = FuzzTarget(name: "letter-template") { input in
        guard let first = input.first, let text = String(validating: input.dropFirst(), as: UTF8.self) else { return }
        let part = TemplatePart.allCases[Int(first) % 3]
        let limits = TemplateLimits()
        guard let template = try? LoadedTemplate(TemplateSource(file: "t", text: text), as: part, limits: limits) else { return }
        for name in ["", Marks.name] {
            var values = Marks.values
            values[.name] = name
            if part == .html { values = values.mapValues(escapeHTML) }
            let rendered = template.render(values)
            try promise(rendered.utf8.count <= limits.renderedBytesMax, "a letter that is too large")
            switch part {
            case .subject:
                let lines = HeaderField.text("Subject", oneLine(rendered)).lines
                try promise(lines.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } }, "a subject that is more than a header")
                try promise(rendered.contains(Marks.school), "a subject without the school")
            case .text: try promise(rendered.contains(Marks.link), "a text without the link")
            case .html:
                // A template may hold the marks itself.
                guard !text.unicodeScalars.contains(where: { $0 == Marks.value || $0 == Marks.target }) else { continue }
                try checkPlaces(rendered)
            }
        }
    }

    private static func checkPlaces(_ page: String) throws {
        var place = HTMLPlace()
        var hasTarget = false
        for scalar in page.unicodeScalars {
            switch (scalar, place.kind) {
            case (Marks.value, .words), (Marks.value, .title), (Marks.target, .words): break
            case (Marks.target, .target): hasTarget = true
            case (Marks.value, _), (Marks.target, _): throw Violation("a name is no word: \(place.state)")
            default: break
            }
            let element = place.advance(scalar)
            try promise(element == nil, "an element that no letter has: \(element ?? "")")
        }
        try promise(hasTarget, "no <a> leads to the link")
    }
}

private enum Marks {
    static let value: Unicode.Scalar = "\u{e000}"
    static let target: Unicode.Scalar = "\u{e001}"
    static let name = "\(value)\"><script>'{{link}}"
    static let school = "\(value)</title></style>--><form>"
    static let link = "\(target)https://x.example/?a='&b#t"

    static let values: [LetterTemplates.Name: String] = [
        .greeting: name, .name: name, .school: school, .app: name, .children: name, .deadline: name, .link: link,
    ]
}
