// Written by scripts/generate-schema from the migrations; do not edit.
extension Schema {
    /// All tables and indexes as the migrations leave them, their first rows, and that these migrations ran.
    static let finished = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE deployment (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            id BLOB NOT NULL CHECK (length(id) = 16),
            created_at INTEGER NOT NULL
        );
        CREATE TABLE school (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            mis_linked INTEGER NOT NULL,
            time_zone TEXT NOT NULL,
            court_order_data INTEGER NOT NULL DEFAULT 0,
            policy_version INTEGER NOT NULL DEFAULT 1,
            validity_days INTEGER NOT NULL DEFAULT 14,
            requires_responsibility INTEGER NOT NULL DEFAULT 0,
            acknowledges_missing_orders INTEGER NOT NULL DEFAULT 0,
            reinvite_cooldown_ms INTEGER NOT NULL DEFAULT 600000,
            -- The number of the last event (R38).
            event_sequence INTEGER NOT NULL DEFAULT 0,
            -- The roster that readers see; 0 until the first import is whole.
            epoch INTEGER NOT NULL DEFAULT 0,
            -- The running import's number; 0 when none runs.
            importing INTEGER NOT NULL DEFAULT 0,
            -- Imports that flipped so far.
            imports INTEGER NOT NULL DEFAULT 0,
            -- How many the current roster has.
            pupils INTEGER NOT NULL DEFAULT 0,
            contacts INTEGER NOT NULL DEFAULT 0
        , paused INTEGER NOT NULL DEFAULT 0, daily_cap INTEGER NOT NULL DEFAULT 20000, removal_guard_percent INTEGER NOT NULL DEFAULT 20, lift_guard_percent INTEGER NOT NULL DEFAULT 5, court_orders INTEGER NOT NULL DEFAULT 0, leaver_retention_days INTEGER NOT NULL DEFAULT 365, event_retention_days INTEGER NOT NULL DEFAULT 1095, first_event INTEGER NOT NULL DEFAULT 1, tombstone_salt BLOB, restored_from INTEGER, imported_since_restore INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE pupil (
            key INTEGER PRIMARY KEY,
            school INTEGER NOT NULL REFERENCES school,
            id TEXT NOT NULL,
            forename TEXT NOT NULL,
            surname TEXT NOT NULL,
            year_group TEXT NOT NULL,
            registration_group TEXT NOT NULL,
            -- The pupil's own, in comparing form; '' when it has none (R21).
            address TEXT NOT NULL DEFAULT '',
            -- ListOrder: folded surname, folded forename, id.
            sort BLOB NOT NULL,
            -- The import's digest of the record.
            digest BLOB,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            UNIQUE (school, id, since)
        );
        CREATE INDEX pupil_by_address ON pupil (school, address) WHERE address <> '';
        CREATE INDEX pupil_ended ON pupil (school, until) WHERE until < 9223372036854775807;
        CREATE TABLE contact (
            key INTEGER PRIMARY KEY,
            school INTEGER NOT NULL REFERENCES school,
            id TEXT NOT NULL,
            -- The latest invitation's; 0 when never invited. Compare-and-set on it keeps one live (R18).
            generation INTEGER NOT NULL DEFAULT 0,
            account TEXT,
            registered_at INTEGER,
            email_changed INTEGER NOT NULL DEFAULT 0,
            declined INTEGER NOT NULL DEFAULT 0,
            -- Where the latest invitation went or is to go, as spelled and in comparing form.
            mailed_to TEXT NOT NULL DEFAULT '',
            mailed_address TEXT NOT NULL DEFAULT '',
            -- Copies for the indexes, written together with what they copy: 1 not registered, 2 invited, 3 registered;
            -- the latest invitation's deadline (NULL when standing is not 2, or its mail has not gone yet) and
            -- its delivery, which stays whatever becomes of it (NULL when never invited).
            standing INTEGER NOT NULL DEFAULT 1,
            deadline INTEGER,
            delivery INTEGER, left_at INTEGER,
            UNIQUE (school, id)
        );
        CREATE INDEX contact_by_standing ON contact (school, standing, deadline);
        CREATE INDEX contact_by_delivery ON contact (school, delivery) WHERE delivery IS NOT NULL;
        CREATE INDEX contact_by_account ON contact (account) WHERE account IS NOT NULL;
        CREATE TABLE contact_version (
            contact INTEGER NOT NULL REFERENCES contact,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            school INTEGER NOT NULL REFERENCES school,
            title TEXT NOT NULL,
            forename TEXT NOT NULL,
            surname TEXT NOT NULL,
            -- As the MIS has it; NULL when it has none (R33).
            email TEXT,
            -- In comparing form; '' when there is none or it is unusable (R21).
            address TEXT NOT NULL,
            -- A court order on any pair (R7, R8).
            barred INTEGER NOT NULL,
            -- Whether any pair says so (R9).
            responsible INTEGER NOT NULL,
            digest BLOB,
            PRIMARY KEY (contact, since)
        ) WITHOUT ROWID;
        CREATE INDEX contact_version_barred ON contact_version (school, address) WHERE barred = 1;
        CREATE INDEX contact_version_ended ON contact_version (school, until) WHERE until < 9223372036854775807;
        CREATE TABLE pair (
            pupil INTEGER NOT NULL REFERENCES pupil,
            position INTEGER NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            relationship TEXT NOT NULL,
            -- Sticky (R8); court_order_said is the feed's own word (TriState).
            court_order INTEGER NOT NULL,
            court_order_said INTEGER NOT NULL,
            parental_responsibility INTEGER NOT NULL,
            PRIMARY KEY (pupil, position)
        ) WITHOUT ROWID;
        CREATE INDEX pair_by_contact ON pair (contact, pupil);
        CREATE TABLE court_order (
            contact INTEGER NOT NULL REFERENCES contact,
            pupil_id TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (contact, pupil_id, since)
        ) WITHOUT ROWID;
        CREATE TABLE bounced_address (
            school INTEGER NOT NULL REFERENCES school,
            address TEXT NOT NULL,
            at INTEGER NOT NULL, contact INTEGER REFERENCES contact,
            PRIMARY KEY (school, address)
        ) WITHOUT ROWID;
        CREATE TABLE pupil_word (
            school INTEGER NOT NULL REFERENCES school,
            word TEXT NOT NULL,
            sort BLOB NOT NULL,
            pupil INTEGER NOT NULL REFERENCES pupil,
            PRIMARY KEY (school, word, sort, pupil)
        ) WITHOUT ROWID;
        CREATE TABLE contact_word (
            school INTEGER NOT NULL REFERENCES school,
            word TEXT NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            since INTEGER NOT NULL,
            PRIMARY KEY (school, word, contact, since)
        ) WITHOUT ROWID;
        CREATE TABLE list_row (
            school INTEGER NOT NULL REFERENCES school,
            sort BLOB NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            pupil INTEGER NOT NULL REFERENCES pupil,
            -- Copies for the indexes: they stand here because these rows are written in list order.
            year_group TEXT NOT NULL,
            registration_group TEXT NOT NULL,
            -- 0: to be encoded anew.
            valid_until INTEGER NOT NULL,
            stamp INTEGER NOT NULL,
            encoded BLOB NOT NULL,
            PRIMARY KEY (school, sort, since)
        ) WITHOUT ROWID;
        CREATE INDEX list_row_by_year ON list_row (school, year_group, sort, since, until, pupil);
        CREATE INDEX list_row_by_registration_group ON list_row (school, registration_group, sort, since, until, pupil);
        CREATE INDEX list_row_stale ON list_row (school, pupil) WHERE valid_until = 0;
        CREATE INDEX list_row_ended ON list_row (school, until) WHERE until < 9223372036854775807;
        CREATE TABLE invitation (
            contact INTEGER NOT NULL REFERENCES contact,
            generation INTEGER NOT NULL,
            nonce BLOB NOT NULL CHECK (length(nonce) = 16),
            token_key INTEGER NOT NULL,
            invited_at INTEGER NOT NULL,
            mailed_at INTEGER,
            expires_at INTEGER,
            -- 1 live, 2 revoked, 3 superseded, 4 redeemed.
            standing INTEGER NOT NULL,
            -- RevocationReason of a revoked one.
            reason TEXT,
            superseded_at INTEGER,
            delivery INTEGER NOT NULL,
            delivery_detail TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (contact, generation)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX invitation_by_nonce ON invitation (nonce);
        CREATE TABLE outbox (
            key INTEGER PRIMARY KEY,
            school INTEGER NOT NULL REFERENCES school,
            contact INTEGER NOT NULL REFERENCES contact,
            generation INTEGER NOT NULL,
            -- DeliveryState.
            state INTEGER NOT NULL,
            due_at INTEGER,
            fence INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            may_have_left INTEGER NOT NULL DEFAULT 0,
            -- The fixed rendering; recipient and bytes are dropped in a final state.
            mailed_at INTEGER,
            expires_at INTEGER,
            message_id TEXT,
            hold INTEGER, unsettled INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX outbox_open ON outbox (contact) WHERE state IN (1, 3, 6);
        CREATE TABLE event (
            school INTEGER NOT NULL REFERENCES school,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            contact INTEGER REFERENCES contact,
            account TEXT,
            actor TEXT NOT NULL,
            detail TEXT NOT NULL,
            PRIMARY KEY (school, sequence)
        ) WITHOUT ROWID;
        CREATE INDEX event_by_contact ON event (contact, sequence) WHERE contact IS NOT NULL;
        CREATE TABLE recorded_answer (
            key INTEGER PRIMARY KEY,
            school INTEGER NOT NULL REFERENCES school,
            principal TEXT NOT NULL,
            method TEXT NOT NULL,
            request_id BLOB NOT NULL,
            at INTEGER NOT NULL,
            body_digest BLOB NOT NULL,
            answer BLOB NOT NULL,
            UNIQUE (school, principal, method, request_id)
        );
        CREATE INDEX contact_left ON contact (school, left_at) WHERE left_at IS NOT NULL;
        CREATE INDEX bounced_address_by_contact ON bounced_address (contact) WHERE contact IS NOT NULL;
        CREATE TABLE tombstone (
            school INTEGER NOT NULL REFERENCES school,
            digest BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (school, digest)
        ) WITHOUT ROWID;
        CREATE TABLE invited_hour (
            school INTEGER NOT NULL REFERENCES school,
            hour INTEGER NOT NULL,
            invitations INTEGER NOT NULL,
            PRIMARY KEY (school, hour)
        ) WITHOUT ROWID;
        CREATE INDEX outbox_held ON outbox (school, hold) WHERE state = 6 AND due_at IS NULL;
        CREATE TABLE barred_address (
            school INTEGER NOT NULL REFERENCES school,
            digest BLOB NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            epoch INTEGER NOT NULL,
            PRIMARY KEY (school, digest, contact)
        ) WITHOUT ROWID;
        CREATE INDEX barred_address_by_contact ON barred_address (contact);
        CREATE TABLE barred_address_salt (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            salt BLOB NOT NULL CHECK (length(salt) = 16)
        );
        CREATE TABLE withheld_word (
            school INTEGER NOT NULL REFERENCES school,
            contact INTEGER NOT NULL REFERENCES contact,
            pupil_id TEXT NOT NULL,
            said INTEGER NOT NULL,
            PRIMARY KEY (school, contact, pupil_id)
        ) WITHOUT ROWID;
        CREATE TABLE former_binding (
            account TEXT NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            at INTEGER NOT NULL,
            PRIMARY KEY (account, contact)
        ) WITHOUT ROWID;
        CREATE INDEX former_binding_by_contact ON former_binding (contact);
        CREATE TABLE letter_frame (
            key INTEGER PRIMARY KEY,
            -- SHA-256 of the bytes.
            digest BLOB NOT NULL UNIQUE,
            bytes BLOB NOT NULL
        );
        CREATE TABLE letter (
            mail INTEGER PRIMARY KEY REFERENCES outbox,
            -- NULL: the bytes are the letter; else what differs from the frame (LetterDifference).
            frame INTEGER REFERENCES letter_frame,
            recipient TEXT NOT NULL,
            bytes BLOB NOT NULL
        );
        CREATE INDEX letter_by_frame ON letter (frame) WHERE frame IS NOT NULL;
        INSERT INTO grdb_migrations VALUES ('1 house');
        INSERT INTO grdb_migrations VALUES ('2 office');
        INSERT INTO grdb_migrations VALUES ('3 restore');
        INSERT INTO grdb_migrations VALUES ('4 barred addresses');
        INSERT INTO grdb_migrations VALUES ('5 poison');
        INSERT INTO grdb_migrations VALUES ('6 former bindings');
        INSERT INTO grdb_migrations VALUES ('7 letters');
        INSERT INTO barred_address_salt VALUES (1, randomblob(16));
        """
}
