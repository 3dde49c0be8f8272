extension Schema {
    /// What the fifth migration adds: how often a mail's worker was gone before it was done.
    static let poison = """
        -- Leases in a row that nobody ended (R17): of an entry that a worker has, the running one is counted.
        ALTER TABLE outbox ADD COLUMN unsettled INTEGER NOT NULL DEFAULT 0;
        """
}
