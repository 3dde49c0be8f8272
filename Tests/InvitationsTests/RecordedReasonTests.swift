import Invitations
import Testing

@Suite("Reasons that stay in the history")
struct RecordedReasonTests {
    @Test("R39: a reason has at most 64 bytes, and may be none", arguments: [0, 1, 63, 64, 65])
    func length(_ count: Int) throws {
        let text = String(repeating: "A", count: count)
        if count <= 64 {
            #expect(try RecordedReason(text).word == text)
        } else {
            #expect(refusal { _ = try RecordedReason(text) }?.reason == .invalidReason)
        }
    }

    @Test("R39: of all of ASCII, only capitals, digits and the underscore make a word")
    func characters() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".unicodeScalars)
        for number in UInt8(0)...127 {
            let scalar = Unicode.Scalar(number)
            for text in ["\(scalar)", "A\(scalar)", "\(scalar)A", "A\(scalar)A"] {
                #expect((refusal { _ = try RecordedReason(text) } == nil) == allowed.contains(scalar), "U+\(number)")
            }
        }
    }

    @Test(
        "R39: a sentence, a name or an address is refused, and the refusal does not repeat it",
        arguments: ["PARENT REQUEST", "Imogen", "imogen@example.com", "ÉCOLE", "ＰＡＲＥＮＴ", "A\u{301}", "PARENT\n", "🙂"])
    func personal(_ text: String) throws {
        let error = try #require(refusal { _ = try RecordedReason(text) })
        #expect(error.reason == .invalidReason)
        #expect(error.metadata == ["field": "reason"])
        #expect(!error.message.contains(text))
    }
}
