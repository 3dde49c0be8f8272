internal import Cryptography
internal import InvitationStore
internal import Invitations

/// Addresses at which somebody is barred whom the roster does not show there (R21), as salted digests: who asks about an address has it at
/// hand, and nobody reads one here (R39).
extension SQLiteTransaction {
    /// Whether a contact's address is one of them, but for its own.
    func isBarredUnseen(_ address: String, besides contact: ContactKey, of school: SchoolKey, epoch: Int64) throws -> Bool {
        guard let salt = try barredAddressSalt(of: school) else { return false }
        return try !unseenBarred(Self.digest(address, salt), besides: contact, of: school, epoch: epoch).isEmpty
    }

    func barredUnseen(atAddressOf contact: ContactKey, school: School) throws -> [ContactKey] {
        let epoch = try epoch(of: school.key)
        guard let salt = try barredAddressSalt(of: school.key), let address = try address(of: contact, epoch: epoch) else { return [] }
        return try unseenBarred(Self.digest(address, salt), besides: contact, of: school.key, epoch: epoch)
    }

    func liftBarredUnseen(atAddressOf contact: ContactKey, school: School) throws {
        let epoch = try epoch(of: school.key)
        guard let salt = try barredAddressSalt(of: school.key), let address = try address(of: contact, epoch: epoch) else { return }
        try connection.run(Self.deleteDigest) { statement in
            statement.bind(1, school.key.rowID)
            statement.bind(2, Self.digest(address, salt))
            statement.bind(3, contact.rowID)
            try statement.run()
        }
        lastBarredAddressSalt = nil
        try refreshListRows(ofContacts: try holders(of: address, school: school.key, epoch: epoch), of: school)
    }

    /// Keeps barring an address because of a contact that the roster does not show at it.
    func barUnseen(_ contact: ContactKey, at address: String, school: SchoolKey, epoch: Int64) throws {
        try connection.run(Self.insertDigest) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, Self.digest(address, try fileSalt(of: school)))
            statement.bind(3, contact.rowID)
            statement.bind(4, epoch)
            try statement.run()
        }
        lastBarredAddressSalt = nil
    }

    /// What was kept because of a contact is over; answers who has such an address now.
    func unbarUnseen(_ contact: ContactKey, school: SchoolKey, epoch: Int64) throws -> [ContactKey] {
        guard let salt = try barredAddressSalt(of: school) else { return [] }
        let digests = try digests(of: contact)
        guard !digests.isEmpty else { return [] }
        try connection.run(Self.deleteOfContact) { statement in
            statement.bind(1, contact.rowID)
            try statement.run()
        }
        lastBarredAddressSalt = nil
        var holders: [ContactKey] = []
        var place: String? = ""
        while let from = place {
            let slice = try addresses(of: school, epoch: epoch, after: from, limit: 1000)
            holders += slice.holders.filter { digests.contains(Self.digest($0.address, salt)) }.map(\.contact)
            place = slice.next
        }
        return holders
    }

    /// Kept digests that a roster's next epoch ends although its contact does not have that address in it.
    func endingBarredAddresses(of school: SchoolKey, next: Int64) throws -> BarredAddressDigests? {
        guard let salt = try barredAddressSalt(of: school) else { return nil }
        return try connection.run(Self.endingDigests) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, next)
            var digests: Set<[UInt8]> = []
            while try statement.step() {
                let digest = statement.bytes(0)
                if Self.digest(statement.text(1), salt) != digest { digests.insert(digest) }
            }
            return digests.isEmpty ? nil : BarredAddressDigests(salt: salt, digests: digests)
        }
    }

    /// The contacts of an epoch that have a usable address, in the order of their ids from behind `id`; `next` is nil at the end.
    func addresses(
        of school: SchoolKey, epoch: Int64, after id: String, limit: Int
    ) throws -> (holders: [(contact: ContactKey, address: String)], next: String?) {
        try connection.run(Self.addressesInOrder) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, id)
            statement.bind(3, epoch)
            statement.bind(4, Int64(limit))
            var holders: [(contact: ContactKey, address: String)] = []
            var scanned = 0
            var last = id
            while try statement.step() {
                scanned += 1
                last = statement.text(0)
                if !statement.text(2).isEmpty { holders.append((ContactKey(rowID: statement.int64(1)), statement.text(2))) }
            }
            return (holders, scanned == limit ? last : nil)
        }
    }

    /// With the roster of `epoch` in place: who is shown by it speaks through its own row.
    func endBarredAddresses(of school: SchoolKey, shownAt epoch: Int64) throws {
        try connection.run(Self.deleteShown) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, epoch)
            try statement.run()
        }
        lastBarredAddressSalt = nil
    }

    fileprivate static func digest(_ address: String, _ salt: [UInt8]) -> [UInt8] {
        SHA256.digest(Array("barred address 1\0".utf8) + salt + Array(address.utf8))
    }

    /// nil: the school has none, and nothing need be digested.
    private func barredAddressSalt(of school: SchoolKey) throws -> [UInt8]? {
        if let lastBarredAddressSalt, lastBarredAddressSalt.school == school { return lastBarredAddressSalt.salt }
        let hasAny = try connection.run(Self.anyDigest) { statement in
            statement.bind(1, school.rowID)
            return try statement.step()
        }
        let salt = hasAny ? try fileSalt(of: school) : nil
        lastBarredAddressSalt = (school, salt)
        return salt
    }

    /// Of this file and this school: equal addresses elsewhere have other digests.
    private func fileSalt(of school: SchoolKey) throws -> [UInt8] {
        try connection.run(Self.salt) { statement in
            guard try statement.step() else { throw StoreError.unavailable }
            return statement.bytes(0) + withUnsafeBytes(of: school.rowID.bigEndian) { Array($0) }
        }
    }

    private func unseenBarred(
        _ digest: [UInt8], besides contact: ContactKey, of school: SchoolKey, epoch: Int64
    ) throws -> [ContactKey] {
        try connection.run(Self.barredAtDigest) { statement in
            statement.bind(1, school.rowID)
            statement.bind(2, digest)
            statement.bind(3, contact.rowID)
            statement.bind(4, epoch)
            var contacts: [ContactKey] = []
            while try statement.step() { contacts.append(ContactKey(rowID: statement.int64(0))) }
            return contacts
        }
    }

    private func digests(of contact: ContactKey) throws -> Set<[UInt8]> {
        try connection.run(Self.digestsOfContact) { statement in
            statement.bind(1, contact.rowID)
            var digests: Set<[UInt8]> = []
            while try statement.step() { digests.insert(statement.bytes(0)) }
            return digests
        }
    }

    private static let anyDigest = Query("SELECT 1 FROM barred_address WHERE school = ?1 LIMIT 1")
    private static let salt = Query("SELECT salt FROM barred_address_salt WHERE only = 1")
    private static let barredAtDigest = Query(
        """
        SELECT b.contact FROM barred_address b WHERE b.school = ?1 AND b.digest = ?2 AND b.contact <> ?3 AND (b.epoch = ?4 OR NOT EXISTS (
            SELECT 1 FROM contact_version v WHERE v.contact = b.contact AND v.since <= ?4 AND v.until > ?4))
        """)
    private static let insertDigest = Query(
        """
        INSERT INTO barred_address (school, digest, contact, epoch) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET epoch = excluded.epoch
        """)
    private static let deleteDigest = Query("DELETE FROM barred_address WHERE school = ?1 AND digest = ?2 AND contact <> ?3")
    private static let digestsOfContact = Query("SELECT digest FROM barred_address WHERE contact = ?1")
    private static let deleteOfContact = Query("DELETE FROM barred_address WHERE contact = ?1")
    private static let endingDigests = Query(
        """
        SELECT b.digest, v.address FROM barred_address b CROSS JOIN contact_version v
            ON v.contact = b.contact AND v.since <= ?2 AND v.until > ?2
        WHERE b.school = ?1
        """)
    private static let deleteShown = Query(
        """
        DELETE FROM barred_address WHERE school = ?1 AND EXISTS (
            SELECT 1 FROM contact_version v WHERE v.contact = barred_address.contact AND v.since <= ?2 AND v.until > ?2)
        """)
    private static let addressesInOrder = Query(
        """
        SELECT c.id, c.key, v.address FROM contact c CROSS JOIN contact_version v ON v.contact = c.key AND v.since <= ?3 AND v.until > ?3
        WHERE c.school = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?4
        """)
}

/// Some of a school's digests, to be compared with addresses.
struct BarredAddressDigests {
    fileprivate let salt: [UInt8]
    fileprivate let digests: Set<[UInt8]>

    func contains(_ address: String) -> Bool { digests.contains(SQLiteTransaction.digest(address, salt)) }
}
