extension Schema {
    /// What the seventh migration changes: the letters of mail that has not ended stand in a table of their own, each as what differs from a
    /// frame, so that a mail writes a tenth of its bytes, and the outbox' rows keep their size.
    static let letters = """
        -- What letters of the same templates have in common: nothing personal (R39).
        CREATE TABLE letter_frame (
            key INTEGER PRIMARY KEY,
            -- SHA-256 of the bytes.
            digest BLOB NOT NULL UNIQUE,
            bytes BLOB NOT NULL
        );

        -- The fixed rendering of mail that has not ended (R20); deleted when it ends (R39).
        CREATE TABLE letter (
            mail INTEGER PRIMARY KEY REFERENCES outbox,
            -- NULL: the bytes are the letter; else what differs from the frame (LetterDifference).
            frame INTEGER REFERENCES letter_frame,
            recipient TEXT NOT NULL,
            bytes BLOB NOT NULL
        );
        CREATE INDEX letter_by_frame ON letter (frame) WHERE frame IS NOT NULL;

        INSERT INTO letter (mail, recipient, bytes)
            SELECT key, recipient, bytes FROM outbox WHERE state IN (1, 3, 6) AND bytes IS NOT NULL ORDER BY key;
        ALTER TABLE outbox DROP COLUMN bytes;
        ALTER TABLE outbox DROP COLUMN recipient;
        """
}
