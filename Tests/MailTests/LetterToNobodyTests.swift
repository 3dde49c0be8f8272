import InvitationStore
import Invitations
import Testing

@testable import Mail

/// What letters have in common: a store keeps it for longer than any of them.
@Suite struct LetterToNobodyTests {
    private func rendered(_ occasion: LetterRenderer.Occasion, _ renderer: LetterRenderer) throws -> FixedMail {
        try renderer.render(occasion, placeholder: samplePlaceholder)
    }

    @Test("R39: what letters have in common holds nothing of the person, the children, the school or the moment that any is about")
    func nothingPersonal() throws {
        let renderer = try sampleRenderer()
        let one = try rendered(sampleOccasion(), renderer)
        var other = try sampleOccasion(
            school: sampleSchool(name: "Ysgol Gynradd"), name: PersonName(title: "", forename: "", surname: ""), children: [],
            mailedAt: sampleNow.advanced(by: .seconds(1e6)), validity: .seconds(86_400))
        other.recipient = try #require(EmailAddress("other@example.com"))
        other.messageIDLocal = "BA9876543210.8.2"
        // Whoever is written to first.
        for first in [other, try sampleOccasion()] {
            let fresh = try sampleRenderer()
            #expect(try rendered(first, fresh).common == one.common)
        }
        #expect(try rendered(other, renderer).common == one.common)
        let text = String(decoding: one.common, as: UTF8.self)
        for personal in [
            "Thistlewood", "Imogen", "imogen", "Mrs", "example.net", "Zo", "Max", "Ana", "Wexcombe", "Primary", "2026", "Nov", "December",
            "10:42",
            "0123456789AB", "Dear",
        ] {
            #expect(!text.contains(personal), "\(personal)")
            #expect(String(decoding: one.bytes, as: UTF8.self).contains(personal), "\(personal)")
        }
        #expect(samplePlaceholder.substitute(sampleToken, in: one.common) != nil, "its links have no token")
    }

    @Test("Most of a letter is what its templates' letters have in common, whose bytes they share; other templates have another")
    func isCommon() throws {
        let shelf = try TemplateShelf()
        let renderer = try sampleRenderer(shelf)
        let (one, other) = (try rendered(sampleOccasion(), renderer), try rendered(sampleOccasion(children: ["Bo"]), renderer))
        let places = [one, other].map { $0.common.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } }
        #expect(places[0] == places[1])
        let lines = Set(String(decoding: one.common, as: UTF8.self).split(separator: "\r\n"))
        let letter = String(decoding: one.bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(letter.filter(lines.contains).count * 4 > letter.count * 3)

        let own = try TemplatesOnDisk()
        defer { own.remove() }
        try own.write("subject.mustache", "{{school}} has a subject of its own")
        #expect(try rendered(sampleOccasion(), sampleRenderer(own.shelf())).common != one.common)
    }
}
