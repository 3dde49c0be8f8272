import Testing

@testable import Invitations

@Suite("Email addresses")
struct EmailAddressTests {
    private static let local64 = String(repeating: "a", count: 64)
    private static let label63 = String(repeating: "b", count: 63)

    @Test(
        "R22: what mail may go to",
        arguments: [
            "imogen@example.com", "Imogen.Thistlewood+school@mail.example.co.uk", "o'brien@example.ie", "!#$%&'*+-/=?^_`{|}~@example.com",
            "a@b.co", "1@1.example", "\(local64)@example.com", "a@\(label63).com", "a@xn--bcher-kva.example",
        ])
    func accepted(text: String) {
        #expect(EmailAddress(text)?.wire == text)
    }

    @Test(
        "R22: what is refused before any mail library sees it",
        arguments: [
            "", "@", "imogen", "imogen@", "@example.com", "a@b@example.com", "a@@example.com", "imogen@localhost", "imogen @example.com",
            " imogen@example.com", "imogen@example.com ", "imogen@exam ple.com", "imogen@example.com\r\nBcc: x@example.com",
            "imogen@example.com\n", "imogen\u{0}@example.com", "imogen\u{7f}@example.com", "imogen\u{85}@example.com",
            "<imogen@example.com>", "Imogen <imogen@example.com>", "imogen@example.com>", "\"imogen\"@example.com", "\"a b\"@example.com",
            ".imogen@example.com", "imogen.@example.com", "imo..gen@example.com", "imogen@.example.com", "imogen@example..com",
            "imogen@example.com.", "imogen@-example.com", "imogen@example-.com", "imogen@exa_mple.com", "imogen@[192.0.2.1]",
            "imogen@192.0.2.1", "imogen@example.c,m", "a,b@example.com", "a;b@example.com", "a:b@example.com", "a(b)@example.com",
            "\(local64)a@example.com", "a@\(label63)b.com", "imogen\u{200b}@example.com", "imogen\u{a0}@example.com",
            "imogen\u{202e}@example.com", "imogen@exa\u{ad}mple.com", "a@xn--a.example", "a@xn--99999999.example", "a@xn--.example",
            "a@bü--cher.example", "a@\u{308}bucher.example", "a@-bücher.example",
        ])
    func refused(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test("R22: an address may have 254 bytes, with the domain as A-labels, and no more")
    func wholeLength() {
        let domain = Array(repeating: String(repeating: "b", count: 60), count: 3).joined(separator: ".") + ".example"
        let local = String(repeating: "a", count: 254 - 1 - domain.utf8.count)
        #expect(EmailAddress("\(local)@\(domain)")?.wire.utf8.count == 254)
        #expect(EmailAddress("a\(local)@\(domain)") == nil)
    }

    @Test(
        "R22: international domains go out as A-labels",
        arguments: [
            ("a@bücher.example", "a@xn--bcher-kva.example"), ("a@BÜCHER.example", "a@xn--bcher-kva.example"),
            ("a@bu\u{308}cher.example", "a@xn--bcher-kva.example"), ("a@faß.example", "a@xn--fa-hia.example"),
            ("a@παράδειγμα.δοκιμή", "a@xn--hxajbheg2az3al.xn--jxalpdlp"), ("a@пример.испытание", "a@xn--e1afmkfd.xn--80akhbyknj4f"),
            ("a@例子。测试", "a@xn--fsqu00a.xn--0zwm56d"), ("a@العربية.example", "a@xn--mgbcd4a2b0d2b.example"),
            ("A@XN--BCHER-KVA.Example", "A@xn--bcher-kva.example"),
        ])
    func internationalDomains(text: String, wire: String) {
        #expect(EmailAddress(text)?.wire == wire)
    }

    @Test("R21: addresses compare by A-label domain and the whole lower-cased in ASCII only")
    func comparison() {
        #expect(EmailAddress("Imogen@Example.COM")?.comparisonKey == "imogen@example.com")
        #expect(EmailAddress("a@BÜCHER.example")?.comparisonKey == EmailAddress("A@xn--bcher-kva.example")?.comparisonKey)
        #expect(EmailAddress("ZOË@example.com")?.comparisonKey == "zoË@example.com")
        #expect(EmailAddress.comparisonKey(ofRaw: "Not An Address") == "not an address")
    }

    @Test("R22: a non-ASCII local part is marked, an international domain is not")
    func marksSMTPUTF8() {
        #expect(EmailAddress("zoë@example.com")?.needsSMTPUTF8 == true)
        #expect(EmailAddress("zoe@bücher.example")?.needsSMTPUTF8 == false)
    }

    @Test("R33: of several the first usable is taken, and an unusable one only where there is none")
    func firstUsable() {
        #expect(EmailAddress.firstUsable(in: ["", " ", "nonsense", " zoe@example.com ", "x@example.com"]) == "zoe@example.com")
        #expect(EmailAddress.firstUsable(in: ["zoë@example.com", "zoe@example.com"]) == "zoe@example.com")
        #expect(EmailAddress.firstUsable(in: ["", " nonsense ", "zoë@example.com"]) == "nonsense")
        #expect(EmailAddress.firstUsable(in: ["", " \t"]) == nil)
    }
}

@Suite("Punycode")
struct PunycodeTests {
    // RFC 3492 section 7.1, lower-cased.
    private static let rfcSamples: [(String, String)] = [
        ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
        ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"), ("-> $1.00 <-", "-> $1.00 <--"), ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
    ]

    @Test("the samples of RFC 3492 encode and decode", arguments: rfcSamples)
    func samples(text: String, encoded: String) {
        #expect(Punycode.encode(Array(text.unicodeScalars)) == encoded)
        #expect(Punycode.decode(Array(encoded.utf8)) == Array(text.unicodeScalars))
    }

    @Test("hostile input decodes to nothing, and nothing overflows", arguments: ["99999999", "a-é", "-!", "b9", "ÿ"])
    func hostile(text: String) {
        #expect(Punycode.decode(Array(text.utf8)) == nil)
    }
}
