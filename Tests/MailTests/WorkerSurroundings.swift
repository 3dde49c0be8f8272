import Logging
import Synchronization

/// Sleeps until it is told to move on.
final class ManualSleep: Clock {
    struct Instant: InstantProtocol {
        var offset: Swift.Duration
        func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Swift.Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    let now = Instant(offset: .zero)
    let minimumResolution = Swift.Duration.zero
    /// How long each sleep was to be.
    let sleeps: AsyncStream<Swift.Duration>
    private let asked: AsyncStream<Swift.Duration>.Continuation

    init() { (sleeps, asked) = AsyncStream.makeStream() }

    /// Only cancellation ends it: a ring, or the end of the worker.
    func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        asked.yield(deadline.offset)
        let (never, keep) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        _ = keep
        try Task.checkCancellation()
    }
}

/// Keeps every line, for looking through it for what must not be there.
struct KeptLog: LogHandler {
    final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.all.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") } }
}
