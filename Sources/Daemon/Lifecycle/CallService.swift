internal import Logging
internal import NIOCore
internal import RPCTransport
internal import ServiceLifecycle
internal import UnixSignals

/// Answers calls until the daemon is to stop; then drains.
struct CallService: Service {
    let server: RPCServer
    let drain: DaemonConfiguration.Drain
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        let address = try await server.start()
        logger.notice("ready", metadata: ["address": "\(address.ipAddress ?? ""):\(address.port ?? 0)"])
        manager.tell(.ready(status: InvitationDaemon.servingStatus))
        try? await gracefulShutdown()
        manager.tell(.stopping)
        logger.notice("draining")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Whoever balances load has this long to look elsewhere; calls are still taken.
                try? await Task.sleep(for: drain.announcement)
                await server.drain(gracePeriod: drain.gracePeriod)
            }
            group.addTask {
                // A second signal is fast: what is still in flight is cancelled.
                for await _ in await UnixSignalsSequence(trapping: [.sigterm, .sigint]) {
                    logger.notice("stopping at once")
                    return await server.drain(gracePeriod: .zero)
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
