extension Schema {
    /// What the third migration adds: that a school comes from a backup (R41).
    static let restore = """
        -- In a copy: no link of it was asked for later. NULL: no copy, or released.
        ALTER TABLE school ADD COLUMN restored_from INTEGER;
        -- Whether a feed was applied since the copy was made.
        ALTER TABLE school ADD COLUMN imported_since_restore INTEGER NOT NULL DEFAULT 0;
        """
}
