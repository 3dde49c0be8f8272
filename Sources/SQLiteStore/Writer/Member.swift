internal import InvitationStore
internal import Invitations

/// One call's write on its way through the writer. Touched by the writer's thread only, once it is queued.
///
/// `@unchecked Sendable`: handed over through the queue, never shared.
class Member: @unchecked Sendable {
    /// Recorded at the first run, so that a second one is the same.
    final var startedAt: Instant?

    func isStillWanted() -> Bool { false }
    func run(_ transaction: SQLiteTransaction) throws {}
    func succeed() {}
    func fail(_ error: any Error) {}
}

/// A caller's body with its completion, until the writer has run the one and called the other.
final class WriteMember<Answer: Sendable>: Member, @unchecked Sendable {  // `answer` is touched by the writer's thread alone
    private let wanted: @Sendable () -> Bool
    private let body: @Sendable (SQLiteTransaction) throws -> Answer
    private let completion: @Sendable (Result<Answer, any Error>) -> Void
    private var answer: Answer?

    init(
        wanted: @escaping @Sendable () -> Bool, body: @escaping @Sendable (SQLiteTransaction) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        self.wanted = wanted
        self.body = body
        self.completion = completion
    }

    override func isStillWanted() -> Bool { wanted() }
    override func run(_ transaction: SQLiteTransaction) throws { answer = try body(transaction) }

    override func succeed() {
        if let answer { completion(.success(answer)) } else { fail(StoreError.unavailable) }
    }

    override func fail(_ error: any Error) { completion(.failure(error)) }
}
