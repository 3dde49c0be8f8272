import Testing

@testable import Daemon

@Suite struct SampleLetterTests {
    @Test("A sample letter is the built-in one, or says which folder cannot be read")
    func sample() throws {
        let letter = try SampleLetter(templates: nil, school: "A1")
        #expect(letter.text.contains("Dear Mrs Thistlewood,") && letter.html.contains("Dear Mrs Thistlewood,"))
        let missing = #expect(throws: StartupError.self) { try SampleLetter(templates: "/nowhere", school: "A1") }
        #expect(missing?.kind == .configuration)
        #expect(missing?.message == "mail.templates: /nowhere: it cannot be read (opendir: No such file or directory): mend that")
        let nameless = #expect(throws: StartupError.self) { try SampleLetter(templates: nil, school: "") }
        #expect(nameless?.message.contains("school") == true)
    }
}
