import Testing

@testable import Mail

@Suite("Header fields")
struct HeaderFieldTests {
    @Test("Plain text stays plain")
    func plain() {
        #expect(HeaderField.text("Subject", "Hello there").lines == ["Subject: Hello there"])
        #expect(
            HeaderField.mailbox("From", displayName: "Wexcombe School", address: "a@b.example").lines
                == [#"From: "Wexcombe School" <a@b.example>"#])
        #expect(HeaderField.mailbox("To", displayName: "", address: "a@b.example").lines == ["To: a@b.example"])
    }

    @Test("R40: other text becomes encoded words of at most 75 characters that never split a character")
    func encodedWords() {
        #expect(EncodedWord.words(for: "Zoë") == ["=?UTF-8?Q?Zo=C3=AB?="])
        for length in 1...200 {
            for unit in ["ë", "€", "𝒵", "a", " ", "=?"] {
                for word in EncodedWord.words(for: String(repeating: unit, count: length)) {
                    #expect(word.utf8.count <= EncodedWord.lengthMax)
                    // Whole scalars only: the hexadecimal bytes of each word are UTF-8 by themselves.
                    #expect(String(validating: decodeQ(word), as: UTF8.self) != nil)
                }
            }
        }
    }

    @Test("Text that a decoder would misread is encoded: an encoded word's look, spaces at the ends, quotes and backslashes in a name")
    func misreadable() {
        #expect(HeaderField.text("Subject", "=?UTF-8?Q?x?=").lines == ["Subject: =?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fx=3F=3D?="])
        #expect(HeaderField.text("Subject", " x").lines == ["Subject: =?UTF-8?Q?_x?="])
        #expect(
            HeaderField.mailbox("From", displayName: #"A "B" \C"#, address: "a@b.example").lines.joined().contains(
                "=?UTF-8?Q?A_=22B=22_=5CC?="))
    }

    @Test("Plain text breaks at spaces into lines of at most 76 characters; a word too long for a line is encoded")
    func folding() {
        let room = 76 - "Subject: ".utf8.count
        #expect(HeaderField.text("Subject", String(repeating: "x", count: room)).lines.count == 1)
        #expect(
            HeaderField.text("Subject", String(repeating: "x", count: room + 1)).lines == [
                "Subject:", " " + String(repeating: "x", count: room + 1),
            ])
        #expect(HeaderField.text("Subject", String(repeating: "x", count: 75)).lines.count == 2)
        let encoded = HeaderField.text("Subject", String(repeating: "x", count: 76)).lines
        #expect(encoded.joined().contains("=?UTF-8?Q?xxx"))
        #expect(encoded.allSatisfy { $0.utf8.count <= 76 })
        #expect(
            HeaderField.mailbox(
                "From", displayName: "Saint Something's Church of England Primary School and Nursery", address: "a@b.example"
            ).lines
                == [#"From: "Saint Something's Church of England Primary School and Nursery""#, " <a@b.example>"])
    }

    private func decodeQ(_ word: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(word.utf8.dropFirst(10).dropLast(2))[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "=") {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "_") ? 0x20 : byte)
            }
        }
        return bytes
    }
}

@Suite("Quoted-printable")
struct QuotedPrintableTests {
    func encode(_ text: String) -> String { String(decoding: encoded(text), as: UTF8.self) }

    private func encoded(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        QuotedPrintable.append(lines: Array(text.utf8), placeholder: samplePlaceholder, to: &bytes)
        return bytes
    }

    @Test("Lines end with CRLF; what is not plain is encoded; spaces at a line's end, a first dot and a first From are too")
    func encodes() {
        #expect(encode("a=b\nZoë \n.x\nFrom me\n\ty") == "a=3Db\r\nZo=C3=AB=20\r\n=2Ex\r\n=46rom me\r\n\ty\r\n")
    }

    @Test("No line is longer than 76, and only a soft break makes two of one", arguments: 60...90)
    func softBreaks(length: Int) {
        for unit in ["x", ".", "ë", "="] {
            let encoded = encode(String(repeating: unit, count: length))
            let lines = encoded.split(separator: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasPrefix(".") })
            #expect(lines.dropLast().allSatisfy { $0.hasSuffix("=") })
        }
    }

    @Test(
        "R20: the placeholder stays whole wherever it comes to stand, and the token put in its place changes no length", arguments: 0...80)
    func placeholderWhole(column: Int) throws {
        let mark = String(TokenPlaceholder.mark)
        let fixed = encoded(String(repeating: "x", count: column) + mark + "ë tail\n" + mark)
        let filled = try #require(samplePlaceholder.substitute(sampleToken, in: fixed))
        #expect(filled.count == fixed.count)
        let text = String(decoding: filled, as: UTF8.self)
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(text.ranges(of: String(decoding: sampleToken, as: UTF8.self)).count == 2)
        #expect(!text.contains("*"))
    }
}

@Suite("The token's placeholder")
struct TokenPlaceholderTests {
    @Test("R31: only a token of its width, of letters, digits, - and _, takes its place, and only where there is one")
    func substitutes() {
        let placeholder = TokenPlaceholder(width: 4)
        #expect(placeholder.substitute(Array("ab-_".utf8), in: Array("x=***y=***".utf8)) == Array("xab-_yab-_".utf8))
        #expect(placeholder.substitute(Array("abc".utf8), in: Array("=***".utf8)) == nil)
        #expect(placeholder.substitute(Array("ab\r\n".utf8), in: Array("=***".utf8)) == nil)
        #expect(placeholder.substitute(Array("abcd".utf8), in: Array("=**x=**".utf8)) == nil)
        #expect(placeholder.substitute(Array("abcd".utf8), in: []) == nil)
    }
}
