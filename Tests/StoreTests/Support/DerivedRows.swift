import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

extension SQLiteStore {
    /// Holds everything derived to the truth: list rows that claim to be true against a fresh encoding, the columns kept for the
    /// indexes against the contact's state, the word tables against the names, at each school's current epoch.
    func expectDerivedRowsTrue(_ sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try await derivedFlaws().isEmpty, sourceLocation: sourceLocation)
    }

    func derivedFlaws() async throws -> [String] { try await writeRaw { try DerivedRows(transaction: $0).flaws() } }
}

private struct DerivedRows {
    let transaction: SQLiteTransaction

    func flaws() throws -> [String] {
        var flaws: [String] = []
        for id in try transaction.rows("SELECT id FROM school WHERE epoch > 0") {
            guard let school = try transaction.school(SchoolID(unchecked: id)) else { continue }
            let epoch = try transaction.epoch(of: school.key)
            let seen = "school = \(school.key.rowID) AND since <= \(epoch) AND until > \(epoch)"
            flaws += try rowFlaws(school, epoch: epoch, seen: seen)
            flaws += try columnFlaws(school, epoch: epoch, seen: seen)
            flaws += try wordFlaws(epoch: epoch, seen: seen)
        }
        return flaws
    }

    private func rowFlaws(_ school: School, epoch: Int64, seen: String) throws -> [String] {
        var flaws: [String] = []
        let pupils = try transaction.rows("SELECT key FROM pupil WHERE \(seen) ORDER BY sort")
        let listed = try transaction.rows("SELECT pupil FROM list_row WHERE \(seen) ORDER BY sort")
        if pupils != listed { flaws.append("pupils \(pupils), listed \(listed)") }
        for key in pupils.compactMap(Int64.init) {
            let claimed = try transaction.rows(
                """
                SELECT hex(encoded) FROM list_row WHERE \(seen) AND pupil = \(key)
                    AND valid_until > \(transaction.now.milliseconds) AND stamp = \(ListStamp.of(school))
                """)
            guard let claimed = claimed.first else { continue }
            guard let facts = try transaction.pupilFacts(PupilKey(rowID: key), of: school.key, epoch: epoch) else {
                flaws.append("a row of nobody")
                continue
            }
            let fresh = transaction.encodeListRow(facts, of: school).bytes
            if hex(fresh) != claimed {
                flaws.append("row of \(facts.pupil.id.text) is not true: \(String(decoding: fresh, as: UTF8.self))")
            }
        }
        return flaws
    }

    private func columnFlaws(_ school: School, epoch: Int64, seen: String) throws -> [String] {
        try transaction.rows("SELECT contact FROM contact_version WHERE \(seen)").compactMap { key in
            let contactKey = ContactKey(rowID: Int64(key) ?? 0)
            guard let state = try transaction.contactState(contactKey, of: school.key, epoch: epoch) else { return "no contact \(key)" }
            let isLive = state.invitation?.standing == .live
            let standing = state.registration != nil ? 3 : isLive ? 2 : 1
            let deadline = standing == 2 ? state.invitation?.expiresAt.map { "\($0.milliseconds)" } ?? "-" : "-"
            let delivery = state.invitation.map { "\($0.delivery.rawValue)" } ?? "-"
            let expected = "\(standing) \(deadline) \(delivery)"
            let columns = try transaction.rows(
                "SELECT standing || ' ' || coalesce(deadline, '-') || ' ' || coalesce(delivery, '-') FROM contact WHERE key = \(key)")
            return columns == [expected] ? nil : "contact \(state.id.text): \(columns), expected \(expected)"
        }
    }

    private func wordFlaws(epoch: Int64, seen: String) throws -> [String] {
        var flaws: [String] = []
        for key in try transaction.rows("SELECT key FROM pupil WHERE \(seen)") {
            guard let pupil = try transaction.pupil(PupilKey(rowID: Int64(key) ?? 0)) else { continue }
            let words = try transaction.rows("SELECT word FROM pupil_word WHERE pupil = \(key)")
            if Set(words) != Set(SearchWords.ofPupil(forename: pupil.forename, surname: pupil.surname)) {
                flaws.append("words of \(pupil.id.text): \(words)")
            }
        }
        for key in try transaction.rows("SELECT contact FROM contact_version WHERE \(seen)") {
            let names = try transaction.rows(
                "SELECT forename || char(9) || surname || char(9) || coalesce(email, '') FROM contact_version WHERE \(seen) AND contact = \(key)"
            )
            let parts = (names.first ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let words = try transaction.rows(
                """
                SELECT word FROM contact_word w JOIN contact_version v ON v.contact = w.contact AND v.since = w.since
                WHERE w.contact = \(key) AND v.since <= \(epoch) AND v.until > \(epoch)
                """)
            let expected = SearchWords.ofContact(PersonName(forename: parts[0], surname: parts[1]), email: parts[2])
            if Set(words) != Set(expected) { flaws.append("words of contact \(key): \(words)") }
        }
        return flaws
    }

    private func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
