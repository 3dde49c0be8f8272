internal import NIOCore
internal import RPC

/// Makes calls on the pool's connections, again where that is safe, and never longer than the call's timeout.
struct PooledCaller: RPCCaller {
    let pool: ConnectionPool
    let environment: PoolEnvironment
    let retry: RetryPolicy
    let timeoutDefault: Duration
    let administrator: AdministratorToken?

    func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
        let deadline = environment.now() + (options.timeout ?? timeoutDefault)
        return try await attempts(method, options, deadline: deadline) {
            let lease = try await pool.acquire(deadline: deadline)
            return try await using(lease, options, deadline: deadline) { connection, options in
                try await connection.unary(method, request, options: options)
            }
        }
    }

    /// Only getting a connection is tried again: once `body` has begun, what it sent or saw cannot be taken back.
    func withStream<Result: Sendable>(
        _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions,
        _ body: @Sendable (ClientStream) async throws -> Result
    ) async throws -> Result {
        let deadline = environment.now() + (options.timeout ?? timeoutDefault)
        let lease = try await attempts(method, options, deadline: deadline) { try await pool.acquire(deadline: deadline) }
        return try await using(lease, options, deadline: deadline) { connection, options in
            try await connection.withStream(method, first: first, options: options, body)
        }
    }

    private func attempts<Result>(
        _ method: MethodDescriptor, _ options: CallOptions, deadline: Duration, _ attempt: () async throws -> Result
    ) async throws -> Result {
        var count = 0
        while true {
            count += 1
            do {
                return try await attempt()
            } catch let error as RPCError {
                let wait = retry.delay(
                    after: error, of: method, attempt: count, isRepeatable: options.isRepeatable,
                    remaining: deadline - environment.now(), jitter: environment.jitter())
                guard let wait, !Task.isCancelled else { throw error }
                try? await environment.sleep(wait)
                if Task.isCancelled { throw error }
            }
        }
    }

    /// Makes a call with what is left of its time, and gives the connection back.
    private func using<Result>(
        _ lease: ConnectionPool.Lease, _ options: CallOptions, deadline: Duration,
        _ body: (any PoolConnection, CallOptions) async throws -> Result
    ) async throws -> Result {
        var options = options
        options.timeout = deadline - environment.now()
        administrator?.name(in: &options.metadata)
        do {
            let result = try await body(lease.connection, options)
            pool.release(lease, wasServed: true)
            return result
        } catch {
            pool.release(lease, wasServed: (error as? RPCError)?.cameFromServer ?? false)
            throw error
        }
    }
}

extension RPCError {
    /// Whether the error is an answer, rather than the lack of one.
    fileprivate var cameFromServer: Bool {
        domain != RPCError.wireDomain || (code != .unavailable && code != .unauthenticated && code != .deadlineExceeded)
    }
}
