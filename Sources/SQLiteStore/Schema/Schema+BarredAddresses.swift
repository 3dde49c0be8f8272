extension Schema {
    /// What the fourth migration adds: what is known of court orders beside the roster that is seen.
    static let barredAddresses = """
        -- Where somebody barred is known to have an address that the roster does not show (R21): one who was erased (R39), and one to whom
        -- a withheld feed gave it (R35). A salted digest of the comparing form, never the address. Ends when a roster later than
        -- epoch shows the contact: then its own row speaks.
        CREATE TABLE barred_address (
            school INTEGER NOT NULL REFERENCES school,
            digest BLOB NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            epoch INTEGER NOT NULL,
            PRIMARY KEY (school, digest, contact)
        ) WITHOUT ROWID;
        CREATE INDEX barred_address_by_contact ON barred_address (contact);

        -- This file's own: whatever else becomes of its identity, the digests stay comparable.
        CREATE TABLE barred_address_salt (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            salt BLOB NOT NULL CHECK (length(salt) = 16)
        );
        INSERT INTO barred_address_salt (only, salt) VALUES (1, randomblob(16));

        -- What the school's last feed said of standing orders, if it was withheld and says it otherwise than the roster in place (R8).
        CREATE TABLE withheld_word (
            school INTEGER NOT NULL REFERENCES school,
            contact INTEGER NOT NULL REFERENCES contact,
            pupil_id TEXT NOT NULL,
            said INTEGER NOT NULL,
            PRIMARY KEY (school, contact, pupil_id)
        ) WITHOUT ROWID;
        """
}
