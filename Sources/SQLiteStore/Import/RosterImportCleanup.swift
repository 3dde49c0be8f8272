internal import InvitationStore
internal import Invitations

/// What is left of imports when a store opens: nobody runs any, so an unfinished one is taken back and a finished one tidied up.
enum RosterImportCleanup {
    /// Runs on the writer's connection after the migrations, outside any transaction, in transactions of a bounded size.
    static func run(_ connection: Connection, at now: Instant) throws {
        for school in try schools(on: connection) {
            if school.isImporting { try discard(school, on: connection) }
            let tidying = RosterTidying(connection: connection, school: school.key, epoch: school.epoch, now: now)
            while try inTransaction(connection, { try tidying.step(rowsMax: rowsMax) }) {}
        }
    }

    private static func discard(_ school: OpenedSchool, on connection: Connection) throws {
        let discard = RosterDiscard(RosterWork(connection, school: school.key, epoch: school.epoch))
        var place: ImportPlace? = ImportPlace(phase: 0)
        while let from = place {
            place = try inTransaction(connection) { try discard.step(after: from, scannedMax: rowsMax, undoneMax: rowsMax) }
        }
        try inTransaction(connection) { try discard.endSchool() }
    }

    private static func inTransaction<Answer>(_ connection: Connection, _ body: () throws -> Answer) throws -> Answer {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let answer = try body()
            try connection.execute("COMMIT")
            return answer
        } catch {
            if !connection.isAutocommitting { try connection.execute("ROLLBACK") }
            throw error
        }
    }

    private static func schools(on connection: Connection) throws -> [OpenedSchool] {
        try connection.run(allSchools) { statement in
            var schools: [OpenedSchool] = []
            while try statement.step() {
                schools.append(OpenedSchool(key: statement.int64(0), epoch: statement.int64(1), isImporting: statement.bool(2)))
            }
            return schools
        }
    }

    private static let rowsMax = 1000
    private static let allSchools = Query("SELECT key, epoch, importing <> 0 FROM school")
}

private struct OpenedSchool {
    var key: Int64
    var epoch: Int64
    var isImporting: Bool
}
