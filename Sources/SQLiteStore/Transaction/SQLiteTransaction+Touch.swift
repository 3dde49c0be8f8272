internal import Invitations

extension SQLiteTransaction {
    /// The number that SQLite keeps for its user, which nothing here reads. Setting it writes the first page, also if it stays as it is; an
    /// UPDATE that changes nothing would write no page at all.
    func touch() throws { try connection.execute("PRAGMA user_version = \(now.milliseconds / 1000 & 0x7FFF_FFFF)") }
}
