import InvitationStore
import Invitations
import Testing

@testable import Mail

@Suite("What may go to a relay")
struct MessageCheckTests {
    private func problem(_ bytes: String, from: String = "a@example.org", to: String = "b@example.net") -> String? {
        OutgoingMessage(envelopeSender: from, recipient: to, messageID: "<1@example.org>", bytes: Array(bytes.utf8)).problem
    }

    @Test(
        "R22: an address that could be a command, or a second address, is refused at the adapter's border",
        arguments: [
            "b@example.net>\r\nRCPT TO:<c@example.net", "b@example.net\r\n", "b@example.net\n", "b\0@example.net", "<b@example.net>",
            "b@example.net, c@example.net", "b c@example.net", "b@@example.net", "", "b", "zoë@example.net", "b@bücher.example",
            "B@EXAMPLE.NET",
        ])
    func addresses(_ address: String) {
        #expect(problem("x\r\n", to: address) != nil)
        #expect(problem("x\r\n", from: address) != nil)
    }

    @Test("R40: only lines of at most 998 ASCII bytes that end with CRLF go out")
    func lines() {
        #expect(problem("Subject: x\r\n\r\n.\r\nhello\r\n") == nil)
        for bytes in ["x\n", "x\r", "x\r\r\n", "x\r\n\n", "\rx\r\n", "x", "x\r\ny", "x\0\r\n", "Zoë\r\n"] { #expect(problem(bytes) != nil) }
        #expect(problem(String(repeating: "x", count: 998) + "\r\n") == nil)
        #expect(problem(String(repeating: "x", count: 999) + "\r\n") != nil)
    }

    @Test("R40: a letter with names of every kind passes, and the same letter is the same bytes")
    func letters() throws {
        for name in ["Zoë \u{1F600} Æther", "x\r\nBcc: evil@example.org", String(repeating: "long ", count: 200)] {
            let occasion = try sampleOccasion(
                school: sampleSchool(name: name), name: PersonName(title: "Mrs", forename: "Imogen", surname: name), children: [name])
            let fixed = try sampleRenderer().render(occasion, placeholder: samplePlaceholder)
            let bytes = try #require(samplePlaceholder.substitute(sampleToken, in: fixed.bytes))
            let message = OutgoingMessage(
                envelopeSender: "a@example.org", recipient: fixed.recipient, messageID: fixed.messageID, bytes: bytes)
            #expect(message.problem == nil)
            #expect(!String(decoding: bytes, as: UTF8.self).contains("\r\nBcc:"))
            #expect(try sampleRenderer().render(occasion, placeholder: samplePlaceholder).bytes == fixed.bytes)
        }
    }
}
