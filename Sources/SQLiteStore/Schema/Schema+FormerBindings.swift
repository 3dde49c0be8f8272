extension Schema {
    /// What the sixth migration changes: the account that a contact is bound to stands in its own row and in no other, so that a redemption
    /// writes two pages less.
    static let formerBindings = """
        -- Accounts that a contact was bound to once (R38). Also one that it is bound to again.
        ALTER TABLE binding RENAME TO former_binding;
        DELETE FROM former_binding WHERE EXISTS (
            SELECT 1 FROM contact c WHERE c.key = former_binding.contact AND c.account = former_binding.account);
        DROP INDEX binding_by_contact;
        CREATE INDEX former_binding_by_contact ON former_binding (contact);
        """
}
