internal import FoundationEssentials

/// The clocks of a fetch, and its sleep: the real ones, or a test's, which waits for nobody.
struct FetchTime: Sendable {
    /// Since some instant that stays the same; never goes back.
    var elapsed: @Sendable () -> Duration
    /// What the date is; only for a `Retry-After` that is one.
    var secondsSince1970: @Sendable () -> Int64
    /// Ends early, with an error, when the task is cancelled.
    var sleep: @Sendable (Duration) async throws -> Void

    static var system: FetchTime {
        let start = ContinuousClock.now
        return FetchTime(
            elapsed: { ContinuousClock.now - start },
            secondsSince1970: { Int64(Date().timeIntervalSince1970) },
            sleep: { try await Task.sleep(for: $0, clock: .continuous) })
    }
}
