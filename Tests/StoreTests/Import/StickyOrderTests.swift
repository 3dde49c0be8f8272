import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite("R8: absent is not false")
struct StickyOrderTests {
    @Test(
        "R8: only an explicit false lifts an order",
        arguments: [
            ("true to absent", [pupil("A1", contact("C1", order: .absent)), pupil("A2", contact("C1"))], true, 0),
            ("true to false", [pupil("A1", contact("C1", order: .no)), pupil("A2", contact("C1"))], false, 1),
            ("the pair disappears, the contact stays", [pupil("A1"), pupil("A2", contact("C1"))], true, 0),
            ("the pupil leaves, the contact stays", [pupil("A2", contact("C1"))], true, 0),
            ("another pair says false", [pupil("A1", contact("C1", order: .absent)), pupil("A2", contact("C1", order: .no))], true, 0),
        ])
    func lifting(name: String, next: [RosterPupil], isBarred: Bool, lifted: Int64) async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", order: .yes)), pupil("A2", contact("C1"))])
        #expect(try await school.contact("C1")?.isBarred == true)
        let report = try await school.importFeed(next)
        #expect(try await school.contact("C1")?.isBarred == isBarred)
        #expect(report.courtOrdersLifted == lifted)
        #expect(report.courtOrdersAdded == 0)
    }

    @Test("R8: an order outlives the pair that comes back without a word, until that pair says false")
    func comesBack() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", order: .yes)), pupil("A2", contact("C1"))])
        try await school.importFeed([pupil("A2", contact("C1"))])
        try await school.importFeed([pupil("A1", contact("C1", order: .absent)), pupil("A2", contact("C1"))])
        #expect(try await school.contact("C1")?.isBarred == true)
        #expect(try await school.list().rows.contains { $0.contains("courtOrder: true") })
        #expect(try await school.importFeed([pupil("A1", contact("C1", order: .no)), pupil("A2", contact("C1"))]).courtOrdersLifted == 1)
        #expect(try await school.contact("C1")?.isBarred == false)
    }

    @Test("R8: an order outlives the contact's own absence")
    func contactComesBack() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", order: .yes)), pupil("A2")])
        try await school.importFeed([pupil("A2")])
        let report = try await school.importFeed([pupil("A1", contact("C1", order: .absent)), pupil("A2")])
        #expect(report.contactsAdded == 1)
        #expect(try await school.contact("C1")?.isBarred == true)
    }

    @Test("R9: parental responsibility is that of any pair, and goes with the last one that says so")
    func responsibility() async throws {
        let school = try ImportedSchool()
        try await school.importFeed([pupil("A1", contact("C1", responsible: .yes)), pupil("A2", contact("C1", responsible: .absent))])
        #expect(try await school.contact("C1")?.hasParentalResponsibility == true)
        try await school.importFeed([pupil("A2", contact("C1", responsible: .absent))])
        #expect(try await school.contact("C1")?.hasParentalResponsibility == false)
        #expect(try await school.find { $0.contactSearch = "robin" } == ["A2"])
    }
}
