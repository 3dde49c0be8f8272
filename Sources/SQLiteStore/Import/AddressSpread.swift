internal import InvitationStore
internal import Invitations

/// Follows the addresses that somebody got, lost or was barred at to the others who have them (R21): their list rows change, and
/// with somebody barred among them their links and mail end.
struct AddressSpread {
    let work: RosterWork
    let transaction: SQLiteTransaction

    init(_ work: RosterWork, _ transaction: SQLiteTransaction) {
        self.work = work
        self.transaction = transaction
    }

    /// Goes on behind an address; answers where to go on, nil at the end.
    func step(after address: String, limit: Int) throws -> String? {
        let addresses = try work.connection.run(Self.addresses) { statement in
            statement.bind(1, work.school)
            statement.bind(2, address)
            statement.bind(3, Int64(limit))
            var addresses: [String] = []
            while try statement.step() { addresses.append(statement.text(0)) }
            return addresses
        }
        for address in addresses { try spread(address) }
        return addresses.count == limit ? addresses.last : nil
    }

    private func spread(_ address: String) throws {
        let holders = try holders(of: address)
        let isAnyBarred = holders.contains(where: \.version.isBarred)
        for holder in holders {
            if holder.since <= work.epoch { try work.noteStale(holder.contact) }
            if holder.version.isBarred { continue }
            let isShared = try isAnyBarred || isBarredUnseen(address, besides: holder.contact)
            if isShared { try ImportEffects(work).add(.shared, holder.contact, after: holder.version) }
        }
    }

    /// Also by somebody whom the next roster will not show.
    private func isBarredUnseen(_ address: String, besides contact: Int64) throws -> Bool {
        try transaction.isBarredUnseen(
            address, besides: ContactKey(rowID: contact), of: SchoolKey(rowID: work.school), epoch: work.next)
    }

    private func holders(of address: String) throws -> [(contact: Int64, since: Int64, version: ContactVersion)] {
        try work.connection.run(Self.holdersQuery) { statement in
            statement.bind(1, work.school)
            statement.bind(2, address)
            statement.bind(3, work.next)
            var holders: [(Int64, Int64, ContactVersion)] = []
            while try statement.step() {
                let version = ContactVersion(
                    name: PersonName(), email: statement.textOrNil(2), address: address, isBarred: statement.bool(3), isResponsible: false)
                holders.append((statement.int64(0), statement.int64(1), version))
            }
            return holders
        }
    }

    private static let addresses = Query(
        "SELECT address FROM temp.import_address WHERE school = ?1 AND address > ?2 ORDER BY address LIMIT ?3")
    private static let holdersQuery = Query(
        """
        SELECT v.contact, v.since, v.email, v.barred
        FROM contact_word w CROSS JOIN contact_version v ON v.contact = w.contact AND v.since = w.since
        WHERE w.school = ?1 AND w.word = ?2 AND v.address = ?2 AND v.since <= ?3 AND v.until > ?3
        """)
}
