import Testing

@testable import Invitations

@Suite struct IdentifierTests {
    @Test("Identifiers compare byte by byte: one letter written in two ways is two schools")
    func bytes() throws {
        let composed = try SchoolID("\u{E9}cole", field: "school_id")
        let decomposed = try SchoolID("e\u{301}cole", field: "school_id")
        #expect(composed.text == decomposed.text, "Swift takes them for the same")
        #expect(composed != decomposed && composed == SchoolID(unchecked: "\u{E9}cole"))
        #expect(Set([composed, decomposed]).count == 2 && !Set([composed]).contains(decomposed))
    }
}
