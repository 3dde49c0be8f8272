public import InvitationStore

extension SQLiteStore: RosterStore {
    public func writeRoster<Answer: Sendable>(
        _ body: @escaping @Sendable (any RosterTransaction) throws -> Answer
    ) async throws -> Answer {
        try await writeRaw { try body($0) }
    }
}
