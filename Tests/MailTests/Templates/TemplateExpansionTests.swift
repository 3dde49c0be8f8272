import Testing

@testable import Mail

@Suite struct TemplateExpansionTests {
    @Test("Every value has a mark of its own, which no template may hold, and which is not the token's")
    func marks() {
        let marks = LetterTemplates.Name.allCases.map { Unicode.Scalar(TemplateExpansion.mark(of: $0)) }
        #expect(Set(marks).count == marks.count && !marks.contains(TokenPlaceholder.mark))
        for mark in marks {
            #expect(throws: LetterTemplateError.self, "\(mark.value)") {
                try TemplateScan(TemplateSource(file: "text.mustache", text: "Dear \(mark),"), limits: TemplateLimits())
            }
        }
    }
}
