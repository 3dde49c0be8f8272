import CommandLineSupport
import InvitationAPI
import Testing

@Suite("Text for people")
struct ShownTextTests {
    private let email = PreviewEmailResponse(
        from: "St Mary <i@x.example>", to: "Ms \u{1B}Ada <ada@x.example>", subject: "Join\nus",
        text: "Dear Ms \u{202E}Ada,\r\n\r\nhello\r\n",
        html: "<p>\u{1B}</p>")

    @Test("R19: a preview shows headers and text part; nothing in them drives the terminal")
    func preview() {
        #expect(
            email.page == """
                From: St Mary <i@x.example>
                To: Ms \\u{1b}Ada <ada@x.example>
                Subject: Join\\u{a}us

                Dear Ms \\u{202e}Ada,

                hello

                """)
        #expect(email.textPart == "Dear Ms \\u{202e}Ada,\n\nhello\n")
        #expect(PreviewEmailResponse().textPart == "")
    }

    @Test("Facts are aligned, are never cut, and may have several lines")
    func facts() {
        var facts = Facts()
        facts.add("name", "Zoë")
        facts.add("children", ["Al", "\u{1B}Bo"])
        facts.add("none", [])
        #expect(facts.text == "name      Zoë\nchildren  Al\n          \\u{1b}Bo\n")
        #expect(Facts().text == "")
    }
}
