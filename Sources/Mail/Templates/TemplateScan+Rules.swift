/// What the parts of a letter must have, and where (R19).
extension TemplateScan {
    /// Throws `LetterTemplateError`.
    func check(as part: TemplatePart, limits: TemplateLimits) throws(LetterTemplateError) {
        switch part {
        case .subject:
            try checkLine(limits)
            try require([.school], among: tags)
        case .text:
            try require([.link, .deadline, .children], among: tags)
            try requireReader()
        case .html:
            let words = try wordsOfHTML()
            try require([.deadline, .children], among: words)
            try requireReader()
        }
        try checkSize(part, limits)
    }

    /// What goes into the Subject field: one line, of characters that a line can have.
    private func checkLine(_ limits: TemplateLimits) throws(LetterTemplateError) {
        guard source.utf8.count <= limits.subjectBytesMax else {
            throw LetterTemplateError(file, "a subject has at most \(limits.subjectBytesMax) bytes: shorten it")
        }
        let line = source.last == "\n" ? source.dropLast() : source[...]
        guard oneLine(String(line), scalarsMax: limits.subjectBytesMax) == line else {
            throw LetterTemplateError(
                file, "a subject is one line, without spaces at its ends, two in a row, tabs or marks of direction: take them out")
        }
    }

    /// Whatever else a section leaves out, these are in every letter.
    private func require(_ names: [LetterTemplates.Name], among tags: [Tag]) throws(LetterTemplateError) {
        for name in names where !tags.contains(where: { $0.kind == .value && $0.name == name && $0.depth == 0 }) {
            let isInSection = tags.contains { $0.kind == .value && $0.name == name }
            throw LetterTemplateError(
                file, "it lacks {{\(name.rawValue)}}\(isInSection ? " outside sections" : ""), which every letter says: add it")
        }
    }

    /// The letter is somebody's: with the greeting, or the name in a section that says what to write without.
    private func requireReader() throws(LetterTemplateError) {
        if tags.contains(where: { $0.kind == .value && $0.name == .name }) { return }
        try require([.greeting], among: tags)
    }

    /// With the longest names, so that no letter is larger.
    private func checkSize(_ part: TemplatePart, _ limits: TemplateLimits) throws(LetterTemplateError) {
        let bytesPerScalar = part == .html ? 6 : 4
        let literals = source.utf8.count
        let bytes = tags.filter { $0.kind == .value }.reduce(literals) { $0 + $1.name.scalarsMax * bytesPerScalar }
        guard bytes <= limits.renderedBytesMax else {
            throw LetterTemplateError(
                file, "with long names it comes to \(bytes) bytes, of \(limits.renderedBytesMax) at most: shorten it")
        }
    }

    /// The values that stand between HTML tags. Throws where escaping would be no help, for elements that letters may not have, and if no
    /// `<a>` leads to the link.
    private func wordsOfHTML() throws(LetterTemplateError) -> [Tag] {
        var place = HTMLPlace()
        var line = 1
        var words: [Tag] = []
        var isLinked = false
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let scalars, let begin):
                line = begin
                for scalar in scalars {
                    if scalar == "\n" { line += 1 }
                    if let element = place.advance(scalar) {
                        throw LetterTemplateError(file, line: line, "<\(element)> has no place in a letter: take it out")
                    }
                }
            case .tag(let tag):
                line = tag.line
                switch place.kind {
                case .words:
                    if tag.kind == .value { words.append(tag) }
                case .title where tag.kind == .value && tag.name != .link: break
                case .target where tag.kind == .value && tag.name == .link:
                    place.advanceByValue()
                    guard isClosed(after: index, place) else {
                        throw LetterTemplateError(file, line: line, "something follows {{link}} in its href: close the quotes after it")
                    }
                    if tag.depth == 0 { isLinked = true }
                case .title, .target, .elsewhere:
                    throw LetterTemplateError(
                        file, line: line,
                        "{{…}} stands inside a tag, a comment, a title or a style: only between tags, and as <a href=\"{{link}}\">")
                }
            }
        }
        guard place.state == .words else { throw LetterTemplateError(file, line: line, "its HTML does not end: close the last tag") }
        guard isLinked else { throw LetterTemplateError(file, "it lacks <a href=\"{{link}}\"> outside sections: add it") }
        return words
    }

    private func isClosed(after index: Int, _ place: HTMLPlace) -> Bool {
        guard case .quoted(let quote, _) = place.state, index + 1 < pieces.count, case .literal(let scalars, _) = pieces[index + 1] else {
            return false
        }
        return scalars.first == quote
    }
}

extension LetterTemplates.Name {
    /// The longest that there is: names are cut (`oneLine`), settings are checked.
    var scalarsMax: Int {
        switch self {
        case .greeting: 416
        case .name: 404
        case .school: 202
        case .app: MailSettings.appNameScalarsMax
        case .children: 1700
        case .deadline: 128
        case .link: MailSettings.linkBaseBytesMax + 1 + TokenPlaceholder.widthMax
        }
    }
}
