public import RPC

/// The invitation service, as a portal calls it.
///
/// ```swift
/// try await withInvitationClient(configuration) { client in
///     let page = try await client.invitations.listContacts(ListContactsRequest(schoolID: "0001"))
/// }
/// ```
/// Connections are opened when calls need them, shared by all calls, and opened again when they end. Every call has a timeout,
/// is made again where that is safe (see ``RetryPolicy``), and throws `RPCError`; ``InvitationReason`` lists the reasons.
/// See <doc:Inviting>.
public final class InvitationClient: Sendable {
    private let pool: ConnectionPool
    /// Calls through the pool: for generated clients of other services on the same daemon, and for calls by name.
    public let caller: any RPCCaller

    /// Reads and checks the certificates; connects only when a call is made. Blocks while it reads files.
    ///
    /// - Throws: `TLSConfigurationError`, when a file is missing, is not PEM, or the key is another certificate's.
    public convenience init(configuration: ClientConfiguration) throws {
        self.init(configuration: configuration, environment: try PoolEnvironment.live(configuration))
    }

    init(configuration: ClientConfiguration, environment: PoolEnvironment) {
        let machine = PoolStateMachine(
            endpoints: configuration.endpoints, limits: configuration.pool, backoff: configuration.retry.backoff)
        pool = ConnectionPool(machine, environment: environment)
        caller = TracedCaller(
            base: PooledCaller(
                pool: pool, environment: environment, retry: configuration.retry, timeoutDefault: configuration.timeoutDefault,
                administrator: configuration.administrator))
    }

    /// Keeps the connections; calls wait until it runs. Returns after ``shutDown()``, when the last call is over. Cancelling it
    /// closes at once, and calls in flight fail. Run it once.
    public func run() async { await pool.run() }

    /// Takes no new calls; those in flight end. For a graceful stop, before the task that runs the client is cancelled.
    public func shutDown() { pool.shutDown() }

    /// Listing, inviting, redeeming, and what follows from it.
    public var invitations: InvitationServiceClient { InvitationServiceClient(caller) }

    /// What a school's office decides.
    public var schools: SchoolServiceClient { SchoolServiceClient(caller) }

    /// The mail on its way, for operators.
    public var outbox: OutboxServiceClient { OutboxServiceClient(caller) }

    /// The roster feed; see also ``importRoster(_:options:)``.
    public var roster: RosterServiceClient { RosterServiceClient(caller) }
}

/// Runs a client for as long as `body` takes, and closes its connections.
///
/// - Throws: what `body` throws, and `TLSConfigurationError` before that.
public func withInvitationClient<Result: Sendable>(
    _ configuration: ClientConfiguration, _ body: (InvitationClient) async throws -> Result
) async throws -> Result {
    try await withRunning(InvitationClient(configuration: configuration), body)
}

func withRunning<Result: Sendable>(
    _ client: InvitationClient, _ body: (InvitationClient) async throws -> Result
) async throws -> Result {
    try await withThrowingDiscardingTaskGroup { group in
        group.addTask { await client.run() }
        defer { client.shutDown() }
        return try await body(client)
    }
}
