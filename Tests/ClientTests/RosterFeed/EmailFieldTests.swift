import InvitationAPI
import Testing

@Suite("R33: emails")
struct EmailFieldTests {
    /// email, primary, home, work, and what comes of it.
    static let table: [(String?, String?, String?, String?, String)] = [
        (nil, nil, nil, nil, ""),
        ("", "  ", nil, nil, ""),
        ("e@example.org", nil, nil, nil, "e@example.org"),
        ("e@example.org", "p@example.org", "h@example.org", "w@example.org", "p@example.org"),
        ("e@example.org", nil, "h@example.org", "w@example.org", "e@example.org"),
        (nil, nil, "h@example.org", "w@example.org", "h@example.org"),
        (nil, nil, nil, " w@example.org ", "w@example.org"),
        ("e@example.org", "none", nil, nil, "e@example.org"),
        (nil, "a@example.org; b@example.org", nil, nil, "a@example.org"),
        (nil, "a@example.org,b@example.org", nil, nil, "a@example.org"),
        (nil, " ; none, b@example.org", nil, nil, "b@example.org"),
        (nil, "Ann <a@example.org>", nil, "w@example.org", "w@example.org"),
        (nil, "a@@example.org", nil, "w@example.org", "w@example.org"),
        (nil, "zoë@example.org", nil, "w@example.org", "w@example.org"),
        (nil, "zoë@example.org", nil, nil, "zoë@example.org"),
        (nil, "none at all", "zoë@example.org", nil, "zoë@example.org"),
        (nil, "none at all", nil, nil, "none at all"),
        (nil, "post@bücher.example", nil, nil, "post@bücher.example"),
    ]

    @Test("R33: the first usable of primary, email, home, work; a field may hold several", arguments: table)
    func firstUsable(email: String?, primary: String?, home: String?, work: String?, expected: String) async throws {
        func json(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
        let emails = #"{"email":\#(json(email)),"primary":\#(json(primary)),"home":\#(json(home)),"work":\#(json(work))}"#
        let contact = try await contact(#"{"id":"C1","contact_details":{"data":{"emails":\#(emails)}}}"#)
        #expect(contact.email == expected)
    }

    @Test("R33: a pupil's own address is read the same way")
    func pupilsOwn() async throws {
        let emails = #"{"email":"a@example.org; b@example.org"}"#
        let pupil = try await pupil(#"{"id":"A1","contacts":null,"contact_details":{"data":{"emails":\#(emails)}}}"#)
        #expect(pupil.email == "a@example.org")
    }
}
