extension SQLiteStore {
    /// What is wrong with the file, in SQLite's words; empty: nothing. Pages and indexes, and that every reference is kept.
    ///
    /// Reads the whole file on the read pool's time limit; for a large one, check a backup.
    public func integrityFlaws() async throws -> [String] {
        try await readRaw { transaction in
            var flaws: [String] = []
            let check = try Statement("PRAGMA integrity_check", on: transaction.connection.handle, isPersistent: false)
            while try check.step() {
                if check.text(0) != "ok" { flaws.append(check.text(0)) }
            }
            let references = try Statement("PRAGMA foreign_key_check", on: transaction.connection.handle, isPersistent: false)
            while try references.step() { flaws.append("\(references.text(0)) names a missing \(references.text(2))") }
            return flaws
        }
    }
}
