extension Schema {
    /// What the sixth migration changes: the account that a contact is bound to stands in its own row and in no other, so that a redemption
    /// writes two pages less.
    static let formerBindings = """
        -- Accounts that a contact was bound to once (R38). Also one that it is bound to again.
        CREATE TABLE former_binding (
            account TEXT NOT NULL,
            contact INTEGER NOT NULL REFERENCES contact,
            at INTEGER NOT NULL,
            PRIMARY KEY (account, contact)
        ) WITHOUT ROWID;
        INSERT INTO former_binding (account, contact, at)
            SELECT account, contact, at FROM binding b
            WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.key = b.contact AND c.account = b.account);
        DROP TABLE binding;
        CREATE INDEX former_binding_by_contact ON former_binding (contact);
        """
}
