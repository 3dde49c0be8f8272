import Invitations
import Testing

@testable import InvitationStore

@Suite struct RunningImportsTests {
    @Test("R32: Imports of several schools share what one may take, and one of a school keeps out another of it")
    func share() throws {
        let running = RunningImports()
        #expect(running.share(of: 60) == 60)
        for (index, id) in ["a", "b", "c"].enumerated() {
            try running.enter(SchoolID(unchecked: id))
            #expect(running.share(of: 60) == 60 / (index + 1))
        }
        #expect(throws: InvitationError.self) { try running.enter(SchoolID(unchecked: "b")) }
        running.leave(SchoolID(unchecked: "b"))
        #expect(running.share(of: 60) == 30)
        try running.enter(SchoolID(unchecked: "b"))
    }

    @Test(
        "R32: What an import gathers in memory is written sooner while another runs: all share the bytes",
        arguments: [
            (bytesMax: 60_000, others: 0, isWritten: false), (bytesMax: 60_000, others: 1, isWritten: true),
        ])
    func gatheredBytes(bytesMax: Int, others: Int, isWritten: Bool) async throws {
        var limits = ImportLimits()
        (limits.batchPupilsMax, limits.gatheredBytesMax) = (10, bytesMax)
        let school = try ImportedSchool(limits: limits)
        let pupils = (1...60).map { pupil("A\($0)", contact("K\($0)")) }
        try await withOthers(others, beside: school) {
            let records = RecordStream([.school(.oakfield)] + pupils.map(RosterRecord.pupil) + [.end(pupils: 60)]) {
                (index: Int) async throws in
                guard index == pupils.count + 1 else { return }
                let written = try school.rows("SELECT count(*) > 0 FROM pupil_word")
                #expect(written == [isWritten ? "1" : "0"])
            }
            let report = try await school.importer.run(records)
            #expect(report.pupils == 60)
        }
    }

    /// Each of the others rests at its own first pupil until the one inside it is done.
    private func withOthers(_ count: Int, beside school: ImportedSchool, _ body: @escaping @Sendable () async throws -> Void) async throws {
        guard count > 0 else { return try await body() }
        let other = RosterSchool(id: SchoolID(unchecked: "other\(count)"), name: "Other", isMISLinked: true, timeZone: "Europe/London")
        let records = RecordStream([.school(other), .pupil(pupil("B", contact("D"))), .end(pupils: 1)]) { index in
            if index == 1 { try await withOthers(count - 1, beside: school, body) }
        }
        _ = try await school.importer.run(records)
    }
}
