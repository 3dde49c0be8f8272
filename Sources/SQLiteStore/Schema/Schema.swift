/// The tables, as the first migration makes them.
///
/// Four ideas shape them:
/// - Keys inside are small integers; text ids stand only at the edge, unique within their school.
/// - Roster rows carry `since` and `until`: a row is seen at epoch E if `since <= E < until`. An import writes its rows in slices
///   under the school's next epoch, where nobody sees them, and its flip raises `school.epoch` (R32).
/// - `list_row` is derived: a pupil's place in the list order with its encoded bytes, so that a page is one range scan (R12).
/// - Names and addresses stand in `pupil`, `contact_version`, `contact.mailed_to`, the word tables, `list_row` and the letters of mail
///   that has not ended, and nowhere else: invitations, events and recorded answers hold keys (R39).
///
/// Foreign keys are declared and checked by the integrity check; they are not enforced row by row, for speed.
enum Schema {
    /// The end of a row that is still current.
    static let open: Int64 = .max

    static let first = """
        -- This file's identity: the tokens' authenticator covers it (R31).
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
        );

        -- A changed pupil is a new row: what hangs on its key (pairs, words, list rows) is versioned with it.
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

        -- Who a contact is to us, and the state that invitations give it. Never versioned, never deleted while anything names it.
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
            delivery INTEGER,
            UNIQUE (school, id)
        );
        CREATE INDEX contact_by_standing ON contact (school, standing, deadline);
        CREATE INDEX contact_by_delivery ON contact (school, delivery) WHERE delivery IS NOT NULL;
        CREATE INDEX contact_by_account ON contact (account) WHERE account IS NOT NULL;

        -- What the MIS says of a contact. Without a version that is seen, the contact has left.
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

        -- A pupil's contacts in the feed's order; seen when the pupil's row is.
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

        -- The sticky truth of R8: pairs once said true, also those that have gone since, until one says false.
        CREATE TABLE court_order (
            contact INTEGER NOT NULL REFERENCES contact,
            pupil_id TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (contact, pupil_id, since)
        ) WITHOUT ROWID;

        -- Addresses that mail bounced from (R23).
        CREATE TABLE bounced_address (
            school INTEGER NOT NULL REFERENCES school,
            address TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (school, address)
        ) WITHOUT ROWID;

        -- Folded words of a pupil's names (R10); seen when the pupil's row is.
        CREATE TABLE pupil_word (
            school INTEGER NOT NULL REFERENCES school,
            word TEXT NOT NULL,
            sort BLOB NOT NULL,
            pupil INTEGER NOT NULL REFERENCES pupil,
            PRIMARY KEY (school, word, sort, pupil)
        ) WITHOUT ROWID;

        -- Folded words of a contact's names, and its whole address in comparing form: the way from an address to who has it (R21). Seen
        -- when the version is.
        CREATE TABLE contact_word (
            school INTEGER NOT NULL REFERENCES school,
            word TEXT NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            since INTEGER NOT NULL,
            PRIMARY KEY (school, word, contact, since)
        ) WITHOUT ROWID;

        -- Derived: the list in its order. True while now < valid_until and stamp is the school's.
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

        -- One row per generation of a contact's link (R18, R31).
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

        -- Mail to send (R20, R23). due_at: when a worker may take it, which is the lease's end while one holds it; NULL when none may.
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
            recipient TEXT,
            bytes BLOB
        );
        CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX outbox_open ON outbox (contact) WHERE state IN (1, 3, 6);

        -- Append-only, numbered without gaps per school (R38).
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

        -- What a request id answered the first time (R16). Keys rise with time, so that pruning starts at the lowest.
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
        """
}
