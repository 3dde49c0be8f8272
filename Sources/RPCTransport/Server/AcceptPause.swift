package import Logging
package import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// Stops accepting for a second when there is nothing to accept with: no descriptors, no memory.
///
/// The connection that could not be accepted keeps the listening socket readable, so a loop that went on would spin. NIO's own
/// `AcceptBackoffHandler` delays the next `read`; but a read that failed is still pending and is tried again at once.
///
/// For any listening channel of the process, not the server's alone.
package final class AcceptPause: ChannelInboundHandler {
    package typealias InboundIn = any Channel
    package typealias InboundOut = any Channel

    private static let pause = TimeAmount.seconds(1)
    private static let shortages: Set<CInt> = [EMFILE, ENFILE, ENOBUFS, ENOMEM]

    private let log: RefusalLog
    private var resumption: Scheduled<Void>?

    package init(logger: Logger) { log = RefusalLog("accepting a connection failed", logger: logger) }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        log.note(["error": "\(error)"], on: context.eventLoop)
        guard let error = error as? IOError, Self.shortages.contains(error.errnoCode), resumption == nil else { return }
        setReading(context.channel, false)
        resumption = context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self, channel = context.channel] in
            resumption = nil
            setReading(channel, true)
        }
    }

    package func handlerRemoved(context: ChannelHandlerContext) { resumption?.cancel() }

    private func setReading(_ channel: any Channel, _ isReading: Bool) {
        try? channel.syncOptions?.setOption(.autoRead, value: isReading)
    }
}
