import Logging
import NIOCore
import Synchronization

/// Logs what happens to strangers by the thousand: the first at once, and from then on a count each `interval`, until it is quiet.
///
/// A flood must not fill the disk on top of everything else.
final class RefusalLog: Sendable {
    private let message: Logger.Message
    private let level: Logger.Level
    private let logger: Logger
    private let interval: TimeAmount
    /// What came since the last line; nil when it is quiet.
    private let count = Mutex<Int?>(nil)

    init(_ message: Logger.Message, level: Logger.Level = .warning, logger: Logger, interval: TimeAmount = .seconds(10)) {
        self.message = message
        self.level = level
        self.logger = logger
        self.interval = interval
    }

    /// On the loop, which also times the next line.
    func note(_ metadata: @autoclosure () -> Logger.Metadata, on loop: any EventLoop) {
        guard isFirst(of: 1) else { return }
        logger.log(level: level, message, metadata: metadata())
        countLater(loop)
    }

    /// Many at once, of which nothing more is known.
    func note(count: Int, on loop: any EventLoop) {
        guard isFirst(of: count) else { return }
        logger.log(level: level, message, metadata: ["count": "\(count)"])
        countLater(loop)
    }

    private func isFirst(of new: Int) -> Bool {
        count.withLock { count in
            defer { count = count.map { $0 + new } ?? 0 }
            return count == nil
        }
    }

    private func countLater(_ loop: any EventLoop) {
        loop.scheduleTask(in: interval) { [self] in
            let more = count.withLock { count in
                let more = count ?? 0
                count = more == 0 ? nil : 0
                return more
            }
            guard more > 0 else { return }
            logger.log(level: level, message, metadata: ["count": "\(more)"])
            countLater(loop)
        }
    }
}
