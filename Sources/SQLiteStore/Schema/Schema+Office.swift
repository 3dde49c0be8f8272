extension Schema {
    /// What the second migration adds: all that an office decides, and what forgetting, holding and looking back need.
    static let office = """
        -- R42.
        ALTER TABLE school ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE school ADD COLUMN daily_cap INTEGER NOT NULL DEFAULT 20000;
        -- R35.
        ALTER TABLE school ADD COLUMN removal_guard_percent INTEGER NOT NULL DEFAULT 20;
        ALTER TABLE school ADD COLUMN lift_guard_percent INTEGER NOT NULL DEFAULT 5;
        -- How many court orders stand, those of contacts who left included.
        ALTER TABLE school ADD COLUMN court_orders INTEGER NOT NULL DEFAULT 0;
        -- R39. The oldest event that is kept, and what tombstones are salted with.
        ALTER TABLE school ADD COLUMN leaver_retention_days INTEGER NOT NULL DEFAULT 365;
        ALTER TABLE school ADD COLUMN event_retention_days INTEGER NOT NULL DEFAULT 1095;
        ALTER TABLE school ADD COLUMN first_event INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE school ADD COLUMN tombstone_salt BLOB;
        UPDATE school SET court_orders = (
            SELECT count(*) FROM court_order o CROSS JOIN contact c ON c.key = o.contact
            WHERE c.school = school.key AND o.since <= school.epoch AND o.until > school.epoch);

        -- When the contact was found to have left the roster; NULL while it is in it (R39).
        ALTER TABLE contact ADD COLUMN left_at INTEGER;
        UPDATE contact SET left_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000
            WHERE NOT EXISTS (SELECT 1 FROM contact_version v WHERE v.contact = contact.key);
        CREATE INDEX contact_left ON contact (school, left_at) WHERE left_at IS NOT NULL;

        -- Every account that a contact was ever bound to (R38).
        CREATE TABLE binding (
            account TEXT NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            at INTEGER NOT NULL,
            PRIMARY KEY (account, contact)
        ) WITHOUT ROWID;
        CREATE INDEX binding_by_contact ON binding (contact);
        INSERT OR IGNORE INTO binding (account, contact, at)
            SELECT account, contact, at FROM event WHERE kind = 'REDEEMED' AND account IS NOT NULL AND contact IS NOT NULL;
        INSERT OR IGNORE INTO binding (account, contact, at)
            SELECT account, key, coalesce(registered_at, 0) FROM contact WHERE account IS NOT NULL;

        -- Whose mail bounced: what was once a contact's address goes with it (R39).
        ALTER TABLE bounced_address ADD COLUMN contact INTEGER REFERENCES contact;
        UPDATE bounced_address SET contact = (
            SELECT key FROM contact c WHERE c.school = bounced_address.school AND c.mailed_address = bounced_address.address LIMIT 1);
        CREATE INDEX bounced_address_by_contact ON bounced_address (contact) WHERE contact IS NOT NULL;

        -- Who was erased, as a salted digest of the id (R39).
        CREATE TABLE tombstone (
            school INTEGER NOT NULL REFERENCES school,
            digest BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (school, digest)
        ) WITHOUT ROWID;

        -- Invitations asked for, by the hour (R42).
        CREATE TABLE invited_hour (
            school INTEGER NOT NULL REFERENCES school,
            hour INTEGER NOT NULL,
            invitations INTEGER NOT NULL,
            PRIMARY KEY (school, hour)
        ) WITHOUT ROWID;

        -- HoldCause of an entry that is HELD. One that is HELD and due has been released.
        ALTER TABLE outbox ADD COLUMN hold INTEGER;
        UPDATE outbox SET hold = 3 WHERE state = 6;
        CREATE INDEX outbox_held ON outbox (school, hold) WHERE state = 6 AND due_at IS NULL;
        """
}
