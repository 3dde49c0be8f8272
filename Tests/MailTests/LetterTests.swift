import Invitations
import Testing

@testable import Mail

@Suite("The letter's words")
struct LetterWordsTests {
    @Test("R19: title and surname; never one of them alone")
    func salutations() {
        #expect(salutation(for: PersonName(title: "Mrs", forename: "Imogen", surname: "Thistlewood")) == "Dear Mrs Thistlewood,")
        #expect(salutation(for: PersonName(forename: "Imogen", surname: "Thistlewood")) == "Dear Imogen Thistlewood,")
        #expect(salutation(for: PersonName(title: "Mrs", forename: "Imogen")) == "Dear Imogen,")
        #expect(salutation(for: PersonName(title: "Mrs")) == "Dear Parent or Carer,")
        #expect(salutation(for: PersonName(surname: "Thistlewood")) == "Dear Parent or Carer,")
        #expect(salutation(for: PersonName(title: " ", forename: "\u{0}", surname: "\n")) == "Dear Parent or Carer,")
    }

    @Test("R19: the children's forenames, as one says them")
    func children() {
        #expect(enumeration(ofChildren: []) == "your child")
        #expect(enumeration(ofChildren: ["Zoë"]) == "Zoë")
        #expect(enumeration(ofChildren: ["Zoë", "Max"]) == "Zoë and Max")
        #expect(enumeration(ofChildren: ["Zoë", " ", "Max", "Ana"]) == "Zoë, Max and Ana")
        #expect(enumeration(ofChildren: (1...8).map { "C\($0)" }) == "C1, C2, C3, C4, C5, C6, C7 and C8")
        #expect(enumeration(ofChildren: (1...9).map { "C\($0)" }) == "C1, C2, C3, C4, C5, C6, C7, C8 and 1 more")
    }

    @Test("Text from outside becomes one line without controls or marks of direction, and no longer than any name")
    func oneLines() {
        #expect(oneLine(" a\r\nBcc: x\u{0}\u{85}y\u{2028}z\u{202e}w ") == "a Bcc: x y z w")
        #expect(oneLine(String(repeating: "é", count: 200)).unicodeScalars.count == 200)
        #expect(oneLine(String(repeating: "é", count: 201)) == String(repeating: "é", count: 200) + "…")
    }

    @Test("HTML is escaped by scalars: a combining mark hides no quote")
    func escapes() {
        #expect(escapeHTML(#"<a href="x">&'"#) == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;")
        #expect(escapeHTML("\"\u{301} <\u{338}b") == "&quot;\u{301} &lt;\u{338}b")
    }
}

@Suite("Settings")
struct MailSettingsTests {
    @Test(
        "Only a link to a safe place is taken",
        arguments: [
            ("https://parents.example.org/join", true), ("https://parents.example.org/join?school=1", true),
            ("http://localhost:8080/join", true),
            ("http://127.0.0.1/x", true), ("http://localhost.example.org/", false), ("http://parents.example.org/join", false),
            ("https://", false),
            ("https:///x", false), ("javascript:alert(1)", false), ("https://x.example/#a", false), ("https://x.example/\"", false),
            ("https://x.example/\r\n", false), ("https://x.exämple/", false), ("", false),
        ])
    func linkBase(base: String, isGood: Bool) {
        #expect(((try? sampleSettings(linkBase: base)) != nil) == isGood)
    }

    @Test("Addresses and the app's name are validated, and the error names the setting")
    func others() {
        #expect { try MailSettings(from: "x\r\n@y.example", linkBase: "https://x.example", appName: "App") } throws: {
            ($0 as? MailSettingsError)?.setting == "from"
        }
        #expect { try MailSettings(from: "zoë@y.example", linkBase: "https://x.example", appName: "App") } throws: {
            ($0 as? MailSettingsError)?.setting == "from"
        }
        #expect { try MailSettings(from: "x@y.example", replyTo: "", linkBase: "https://x.example", appName: "App") } throws: {
            ($0 as? MailSettingsError)?.setting == "replyTo"
        }
        #expect { try MailSettings(from: "x@y.example", linkBase: "https://x.example", appName: "A\nB") } throws: {
            ($0 as? MailSettingsError)?.setting == "appName"
        }
    }
}
