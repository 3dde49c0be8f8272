import Foundation
import InvitationStore
import Invitations
import Testing

@testable import Mail

@Suite("The rendered email")
struct LetterRendererTests {
    static let forbiddenFields = ["List-Unsubscribe", "List-Unsubscribe-Post", "Bcc", "Cc", "Precedence"]

    func message(_ occasion: LetterRenderer.Occasion) throws -> (fixed: FixedMail, filled: [UInt8]) {
        let fixed = try sampleRenderer().render(occasion, placeholder: samplePlaceholder)
        return (fixed, try #require(samplePlaceholder.substitute(sampleToken, in: fixed.bytes)))
    }

    @Test(
        "R19: another program reads greeting, children, school, deadline and link, the same in both parts"
    )
    func readByPython() throws {
        let (fixed, filled) = try message(sampleOccasion())
        let parsed = try #require(try ParsedMessage.parse([filled]).first)
        #expect(parsed.defects.isEmpty)
        #expect(parsed.types == ["multipart/alternative", "text/plain", "text/html"])
        #expect(parsed.fromName == "Wexcombe Primary School")
        #expect(parsed.fromAddress == "invitations@mail.example.org")
        #expect(parsed.toName == "Mrs Imogen Thistlewood")
        #expect(parsed.toAddress == "imogen@example.net")
        #expect(parsed.headers["Subject"] == ["Wexcombe Primary School: your invitation to Parent App"])
        #expect(parsed.date == "2026-11-23T10:42:07+00:00")

        let link = "https://parents.example.org/join#" + String(decoding: sampleToken, as: UTF8.self)
        for part in [
            "Dear Mrs Thistlewood,", "Wexcombe Primary School invites you to use Parent App", "Zoë, Max and Ana", link,
            "It works until Monday 7 December 2026 at 10:42 GMT.", "not meant for you",
        ] {
            #expect(words(parsed.text).contains(part))
        }
        #expect(words(parsed.text) == words(parsed.htmlWords))
        #expect(parsed.links == [link])
        #expect(fixed.expiresAt == sampleNow.advanced(by: .seconds(14 * 86_400)))
    }

    @Test("R40: the fields a machine reads are there once each, and no List-Unsubscribe")
    func machineFields() throws {
        let (fixed, filled) = try message(sampleOccasion())
        let parsed = try #require(try ParsedMessage.parse([filled]).first)
        #expect(parsed.headers["Message-ID"] == ["<0123456789AB.7.1@mail.example.org>"])
        #expect(fixed.messageID == "<0123456789AB.7.1@mail.example.org>")
        #expect(parsed.headers["Auto-Submitted"] == ["auto-generated"])
        #expect(parsed.headers["X-Auto-Response-Suppress"] == ["All"])
        #expect(parsed.headers["MIME-Version"] == ["1.0"])
        #expect(parsed.headers["Reply-To"] == ["Wexcombe Primary School <office@example.org>"])
        #expect(parsed.headers["Date"]?.count == 1)
        #expect(parsed.headers.values.allSatisfy { $0.count == 1 })
        for field in Self.forbiddenFields { #expect(parsed.headers[field] == nil) }
    }

    @Test("The same occasion gives the same bytes; these are they")
    func golden() throws {
        let (fixed, _) = try message(sampleOccasion())
        #expect(try message(sampleOccasion()).fixed == fixed)
        let lines = String(decoding: fixed.bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
        if lines != goldenInvitation { Issue.record("the message differs from the golden one; it is now:\n\(lines)") }
    }

    @Test("R31: the fixed bytes hold a placeholder in both parts, and nothing of the token but its width")
    func noTokenInFixedBytes() throws {
        let fixed = try message(sampleOccasion()).fixed
        let text = String(decoding: fixed.bytes, as: UTF8.self)
        let placeholder = String(decoding: samplePlaceholder.bytes, as: UTF8.self)
        // Text, and in HTML the button's target, and the target and words below it.
        #expect(text.ranges(of: placeholder).count == 4)
        #expect(placeholder.utf8.count == InvitationToken.textByteCount)
    }

    @Test("A school in a zone nobody knows, or without a name, gets no letter rather than a wrong one")
    func unwritable() throws {
        let renderer = try sampleRenderer()
        let adrift = try sampleOccasion(school: sampleSchool(timeZone: "Europe/Atlantis"))
        #expect(throws: LetterError.badTimeZone) { try renderer.render(adrift, placeholder: samplePlaceholder) }
        let nameless = try sampleOccasion(school: sampleSchool(name: " \n"))
        #expect(throws: LetterError.schoolHasNoName) { try renderer.render(nameless, placeholder: samplePlaceholder) }
    }

    @Test("R19, R22, R40: whatever the names hold, the bytes are a message of the same fields, in pure CRLF, and decode to what was meant")
    func anyNames() throws {
        var generator = SeededGenerator(seed: 40)
        let alphabet: [String] = [
            "a", "Z", " ", "  ", "é", "ß", "Ł", "李", "👩‍👧", "e\u{301}", "\u{1F1EC}\u{1F1E7}", "'", "\"", "\\", "<", ">", "&", "=", "?",
            "=?UTF-8?Q?", "?=", ",", ";",
            ":", "@", "(", ")", ".", "-", "_", "*", "{{", "}}", "\r\n", "\n", "\r", "\t", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}",
            "\u{202e}",
            "\r\nBcc: x@evil.example\r\n", "\r\n\r\n--=_invitation", String(decoding: samplePlaceholder.bytes, as: UTF8.self),
            "</p><script>",
        ]
        func name(_ lengthMax: Int) -> String {
            (0..<Int.random(in: 0...lengthMax, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
        }
        var occasions: [LetterRenderer.Occasion] = []
        for round in 0..<300 {
            let lengthMax = round % 10 == 0 ? 400 : 12
            occasions.append(
                try sampleOccasion(
                    school: sampleSchool(name: "S" + name(lengthMax)),
                    name: PersonName(title: name(4), forename: name(lengthMax), surname: name(lengthMax)),
                    children: (0..<Int.random(in: 0...12, using: &generator)).map { _ in name(lengthMax) }))
        }
        let messages = try occasions.map { try message($0).filled }
        for bytes in messages {
            let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            #expect(bytes.allSatisfy { $0 < 0x80 })
            #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.utf8.contains { $0 == 0x0d || $0 == 0x0a || $0 == 0 } })
        }
        let link = "https://parents.example.org/join#" + String(decoding: sampleToken, as: UTF8.self)
        let parsed = try ParsedMessage.parse(messages)
        #expect(parsed.count == occasions.count)
        for (occasion, parsed) in zip(occasions, parsed) {
            #expect(parsed.defects.isEmpty)
            #expect(parsed.types == ["multipart/alternative", "text/plain", "text/html"])
            #expect(parsed.text.ranges(of: String(decoding: sampleToken, as: UTF8.self)).count == 1)
            #expect(
                Set(parsed.headers.keys) == [
                    "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
                    "Content-Type",
                ])
            #expect(parsed.headers.values.allSatisfy { $0.count == 1 })
            #expect(parsed.fromName == oneLine(occasion.school.name))
            #expect(parsed.fromAddress == "invitations@mail.example.org")
            #expect(parsed.toName == oneLine(occasion.name.full))
            #expect(parsed.toAddress == "imogen@example.net")
            #expect(words(parsed.text) == words(parsed.htmlWords))
            #expect(words(parsed.text).contains(words(salutation(for: occasion.name))))
            #expect(words(parsed.text).contains(words(enumeration(ofChildren: occasion.childForenames))))
            #expect(parsed.links == [link])
        }
    }
}
