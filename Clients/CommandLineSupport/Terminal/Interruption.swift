internal import Glibc
internal import UnixSignals

/// Work without an end of its own.
public enum Interruption {
    /// Runs `work`, and cancels it when a person or the system ends the process (SIGINT, SIGTERM).
    ///
    /// A second signal ends the process at once: the work may be stuck in a write that nobody takes.
    ///
    /// - Parameter work: returns soon after it is cancelled.
    public static func cancelling(_ work: @escaping @Sendable () async throws -> Int32) async throws -> Int32 {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            let (first, interrupt) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                var isFirst = true
                for await signal in signals {
                    // As a shell reports a program that a signal ended.
                    guard isFirst else { _exit(128 + (signal == .sigint ? SIGINT : SIGTERM)) }
                    isFirst = false
                    interrupt.finish()
                }
            }
            defer { group.cancelAll() }
            return try await run(work, until: first)
        }
    }

    /// The status of the work, which is cancelled when the stream ends.
    private static func run(_ work: @escaping @Sendable () async throws -> Int32, until end: AsyncStream<Void>) async throws -> Int32 {
        try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in end {}
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let status = ended { return status }
                group.cancelAll()
            }
            return ExitStatus.success
        }
    }
}
