internal import Logging
internal import Synchronization
internal import UnixSignals

/// Whether the daemon was told to end, from before it reads its first file until it serves no more: SIGTERM or SIGINT.
///
/// Without it either would end the process at once, with nothing said, for as long as nobody listens.
final class Ending: Sendable {
    private let signals: UnixSignalsSequence
    private let isToldNow = Atomic(false)
    private let told: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    /// From its return on the signals are taken.
    init() async {
        signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        (told, tell) = AsyncStream.makeStream()
    }

    var isTold: Bool { isToldNow.load(ordering: .acquiring) }

    /// Takes the first signal, and returns. Run from the start on; the log says that it came.
    func listen(_ logger: Logger) async {
        for await signal in signals {
            isToldNow.store(true, ordering: .releasing)
            tell.finish()
            return logger.notice("told to end", metadata: ["signal": "\(signal)"])
        }
    }

    /// Returns when the daemon is told to end, or the task is cancelled. For one task.
    func wait() async {
        for await _ in told {}
    }
}
