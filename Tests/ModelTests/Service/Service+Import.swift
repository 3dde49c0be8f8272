import InvitationStore
import Invitations

@testable import SQLiteStore

extension Service {
    /// Where an import is that waits.
    struct Progress: Sendable {
        /// It has done what it does, and is tidying up.
        var isDone: Bool
        /// It has rows beside the roster.
        var isStaging: Bool
    }

    /// Runs an import; before its nth slice `interrupt` is told where it is.
    func importFeed(
        _ roster: Roster, _ defect: FeedDefect?, sparing erased: Set<String>, confirming: Int?, before slice: Int?,
        _ interrupt: @escaping @Sendable (Progress) async -> Void
    ) async throws -> [String] {
        let school = roster.school.id.text
        let before = try await progress(of: school).lastEvent
        if let slice {
            slices.before(slice: slice) { [self] in
                let now = (try? await self.progress(of: school)) ?? (lastEvent: before, isStaging: false)
                // One that changed nothing says nothing; but what was set aside for it is gone again.
                let isDone = now.lastEvent > before || (slice > Self.slicesBeforeStaging && !now.isStaging)
                await interrupt(Progress(isDone: isDone, isStaging: now.isStaging))
            }
        }
        defer { if slice != nil { slices.forget() } }
        let records = roster.records(defect, sparing: erased, confirming: confirming.map { confirmations[$0] } ?? "")
        return try await answer {
            let report = try await imports.run(RecordStream(records: records))
            if !report.withheldDigest.isEmpty { confirmations.append(report.withheldDigest) }
            return [report.line]
        }
    }

    /// Two that look for what an earlier import left, and the one that begins.
    private static let slicesBeforeStaging = 2

    /// Every import that does something says so in the same transaction.
    private func progress(of school: String) async throws -> (lastEvent: Int, isStaging: Bool) {
        let row =
            try await store.readRaw { transaction in
                try transaction.texts("SELECT event_sequence || ' ' || (importing <> 0) FROM school WHERE id = '\(school)'")
            }.first?.split(separator: " ") ?? ["0", "0"]
        return (Int(row[0]) ?? 0, row[1] == "1")
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
