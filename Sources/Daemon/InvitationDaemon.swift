internal import Cryptography
internal import InvitationServer
internal import InvitationStore
internal import Invitations
internal import Logging
internal import Mail
internal import NIOCore
internal import NIOPosix
internal import Observability
internal import RPC
internal import RPCServices
internal import RPCTransport
internal import SQLiteStore
internal import ServiceLifecycle
internal import UnixSignals

/// The daemon: its parts put together, run until it is told to stop.
public struct InvitationDaemon: Sendable {
    private let configuration: DaemonConfiguration
    private let ending: Ending
    private let hangups: UnixSignalsSequence
    private let logger: Logger

    /// Starts, serves, and returns after SIGTERM or SIGINT when calls in flight and mail on its way have ended. Told to end while it starts, it
    /// ends as soon as it has done what it is about, and is never ready.
    ///
    /// Throws `StartupError` for whatever keeps it from starting.
    public static func run(configurationFile: String) async throws {
        defer { LogOutput.standardError.flush() }
        // Trapped first: neither a reload nor an end asked for while the daemon starts must kill it half-way.
        let hangups = await UnixSignalsSequence(trapping: [.sighup])
        let ending = await Ending()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            // It may be told to end before the configuration says how much to log.
            group.addTask { await ending.listen(Self.logger(.info)) }
            let configuration = try await NIOThreadPool.singleton.runIfActive { try DaemonConfiguration(file: configurationFile) }
            let logger = Self.logger(try configuration.level)
            guard !ending.isTold else { return logger.notice("stopped") }
            try await InvitationDaemon(configuration: configuration, ending: ending, hangups: hangups, logger: logger).run()
        }
    }

    private func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loopCount)
        let house: House
        do {
            let socket = try ActivatedSocket.take(environment: ProcessEnvironment.value)
            house = try await NIOThreadPool.singleton.runIfActive {
                try House(configuration, socket: socket, loopCount: loopCount, logger: logger)
            }
        } catch {
            try? await group.shutdownGracefully()
            throw StartupError.explaining(error)
        }
        let manager = ServiceManager(environment: ProcessEnvironment.value)
        let server = RPCServer(
            house.listening, services: house.services, group: group, logger: logger, admission: house.access.admit,
            observer: house.telemetry.observer, onPassEnd: house.store.endSharing)

        // Whoever asks first is told the truth.
        let probes = house.healthProbes(of: server)
        await probes.round()
        // Stopped in reverse: first the reloading, which says when it is done that the daemon serves, then the calls, then the mail they may have queued; measured to the end.
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    Part(name: "metrics", service: MetricsService(configuration.metrics, house, server, group, logger)),
                    Part(name: "probes", service: probes),
                    Part(name: "mail", service: MailService(delivery: house.delivery)),
                    Part(name: "memory", service: MemoryService()),
                    Part(name: "watchdog", service: Watchdog(manager: manager, group: group)),
                    Part(
                        name: "calls",
                        service: CallService(
                            server: server, health: house.health, drain: configuration.drain, ending: ending, manager: manager,
                            logger: logger)),
                    Part(
                        name: "reloading",
                        service: Reloading(
                            parts: house.reloadableParts(of: server), hangups: hangups, period: configuration.reloadPeriod,
                            manager: manager, logger: logger)),
                ].map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
                logger: logger))
        var failure: StartupError?
        do { try await run(services) } catch { failure = StartupError.explaining(error) }
        try? await group.shutdownGracefully()
        await Self.close(house.store)
        logger.notice("stopped")
        if let failure { throw failure }
    }

    private func run(_ services: ServiceGroup) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await ending.wait()
                await services.triggerGracefulShutdown()
            }
            try await services.run()
            group.cancelAll()
        }
    }

    private var loopCount: Int { configuration.listen.loops > 0 ? configuration.listen.loops : System.coreCount }

    private static func logger(_ level: Logger.Level) -> Logger {
        Logger(label: "invitationd", factory: { JSONLogHandler(label: $0, level: level) })
    }

    private static func close(_ store: SQLiteStore) async {
        try? await NIOThreadPool.singleton.runIfActive { store.close() }
    }
}

extension DaemonConfiguration {
    fileprivate var level: Logger.Level {
        get throws {
            if let level = Logger.Level(rawValue: logLevel) { return level }
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw StartupError(.configuration, "log.level must be one of \(levels).")
        }
    }
}

/// A service with a name. The group would make one by printing the service with all that is in it, which took a seventh of the start.
private struct Part: Service, CustomStringConvertible {
    let name: String
    let service: any Service

    var description: String { name }

    func run() async throws { try await service.run() }
}

/// Delivers mail until the daemon is to stop; then finishes what is on its way.
private struct MailService: Service {
    let delivery: OutboxDelivery

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // The database file is locked: no worker of another process is alive.
            await delivery.endFormerLeases()
            await delivery.run()
        }
    }
}
