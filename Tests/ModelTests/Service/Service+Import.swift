import InvitationStore
import Invitations

@testable import SQLiteStore

extension Service {
    /// Runs an import; before its nth slice `interrupt` is told whether the roster has been flipped already.
    func importFeed(
        _ roster: Roster, _ defect: FeedDefect?, before slice: Int?, _ interrupt: @escaping @Sendable (_ hasFlipped: Bool) async -> Void
    ) async throws -> [String] {
        let school = roster.school.id.text
        let flipsBefore = try await flips(of: school)
        if let slice {
            slices.before(slice: slice) { [self] in
                let flipsNow = (try? await self.flips(of: school)) ?? flipsBefore
                await interrupt(flipsNow > flipsBefore)
            }
        }
        defer { if slice != nil { slices.forget() } }
        return try await answer { [try await imports.run(RecordStream(records: roster.records(defect))).line] }
    }

    /// How often the school's roster changed.
    func flips(of school: String) async throws -> Int {
        try await store.readRaw { try $0.texts("SELECT imports FROM school WHERE id = '\(school)'") }.first.flatMap { Int($0) } ?? 0
    }
}

extension SQLiteTransaction {
    /// The first column of whatever `sql` answers, as text.
    func texts(_ sql: String) throws -> [String] {
        let statement = try Statement(sql, on: connection.handle, isPersistent: false)
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text(0)) }
        return texts
    }
}
