import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct TidyingTests {
    @Test("R32: What a roster left behind goes in list order first, then the pupils by their keys, a slice at a time; nothing stays")
    func inOrder() async throws {
        let school = try ImportedSchool()
        // The feed's order is the list's backwards.
        try await school.importFeed((0..<6).map { pupil("A\($0)", contact("C\($0)"), surname: ["F", "E", "D", "C", "B", "A"][$0]) })
        let counts: @Sendable (SQLiteTransaction) throws -> [String] = { transaction in
            try ["list_row", "pupil_word", "pupil", "pair"].flatMap { try transaction.rows("SELECT count(*) FROM \($0)") }
        }
        let seen = try await school.store.writeRaw { transaction in
            // As a flip to a roster without any of them leaves it.
            try transaction.connection.execute("UPDATE school SET epoch = 2; UPDATE pupil SET until = 2; UPDATE list_row SET until = 2")
            let tidying = RosterTidying(connection: transaction.connection, school: 1, epoch: 2, now: Instant(milliseconds: 0))
            var seen: [[String]] = []
            while try tidying.step(rowsMax: 2) {
                if seen.isEmpty {
                    let left = try transaction.rows("SELECT p.id FROM list_row l JOIN pupil p ON p.key = l.pupil ORDER BY l.sort")
                    #expect(left == ["A3", "A2", "A1", "A0"])
                }
                seen.append(try counts(transaction))
            }
            return seen
        }
        #expect(
            seen == [
                ["4", "8", "6", "6"], ["2", "4", "6", "6"], ["0", "0", "6", "6"], ["0", "0", "4", "4"], ["0", "0", "2", "2"],
                ["0", "0", "0", "0"],
            ])
    }
}
