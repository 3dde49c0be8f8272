internal import Logging
internal import NIOCore
internal import RPCServices
internal import RPCTransport
internal import ServiceLifecycle
internal import UnixSignals

/// Answers calls until the daemon is to stop; then says so, waits until it got about, and drains.
struct CallService: Service {
    let server: RPCServer
    let health: HealthBoard
    let drain: DaemonConfiguration.Drain
    let ending: Ending
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        let address = try await server.start()
        // Whoever is told of a daemon that is ready sends it calls.
        let isReady = !ending.isTold
        if isReady {
            logger.notice("ready", metadata: ["address": "\(address.ipAddress ?? ""):\(address.port ?? 0)"])
            manager.tell(.ready)
        }
        try? await gracefulShutdown()
        manager.tell(.stopping)
        health.beginDraining()
        logger.notice("draining")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Whoever balances load has this long to look elsewhere; calls are still taken.
                if isReady { try? await Task.sleep(for: drain.announcement) }
                health.endWatches()
                await server.drain(gracePeriod: drain.gracePeriod)
            }
            group.addTask {
                // A second signal is fast: what is still in flight is cancelled.
                for await _ in await UnixSignalsSequence(trapping: [.sigterm, .sigint]) {
                    logger.notice("stopping at once")
                    health.endWatches()
                    return await server.drain(gracePeriod: .zero)
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
