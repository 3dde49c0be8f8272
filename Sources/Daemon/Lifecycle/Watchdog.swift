internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

/// Tells the service manager that the daemon is alive, each time every event loop has had its turn; one that hangs ends the telling,
/// and the manager restarts the daemon.
struct Watchdog: Service {
    let manager: ServiceManager
    let group: MultiThreadedEventLoopGroup

    func run() async throws {
        guard let period = manager.watchdogPeriod else {
            return try await gracefulShutdown()
        }
        await cancelWhenGracefulShutdown {
            repeat {
                for loop in group.makeIterator() { try? await loop.submit {}.get() }
                manager.tell(.alive)
            } while (try? await Task.sleep(for: period / 3)) != nil
        }
    }
}
