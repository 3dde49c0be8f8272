internal import Cryptography
internal import InvitationAPI
internal import InvitationServer
internal import InvitationStore
internal import Invitations
internal import Logging
internal import Mail
internal import Observability
internal import RPC
internal import RPCServices
internal import RPCTransport
internal import SQLiteStore

/// The parts of a daemon, each given what it needs. Making one reads files and opens the database: it blocks.
struct House: Sendable {
    let store: SQLiteStore
    let access: AccessTable
    let services: [any RPCService]
    let templates: TemplateShelf
    let bell: OutboxBell
    let delivery: OutboxDelivery
    let health: HealthBoard
    let pulse: OutboxPulse
    let listening: RPCServer.Configuration
    let configuration: DaemonConfiguration
    let telemetry: Telemetry
    let storeMetrics: StoreMetrics?

    /// - Parameter socket: bound already, by the service manager; nil to bind what is configured.
    init(_ configuration: DaemonConfiguration, socket: CInt?, loopCount: Int, logger: Logger) throws {
        self.configuration = configuration
        // Whatever can be wrong without touching the database is found first.
        let keys = try KeyFile(path: configuration.keysPath)
        let rules = try AccessRules(configuration)
        if rules.namesNoAdministrators {
            logger.warning("administrators have no tokens: portals speak for them, and events carry only the portal's name")
        }
        if configuration.isDevelopment { logger.warning("throw-away certificates and tokens are taken: development") }
        access = AccessTable(rules, clock: .system, loopCount: loopCount)
        let tls = try TLSServerContext(configuration)
        var listening = RPCServer.Configuration(host: configuration.listen.host, port: configuration.listen.port, tls: tls)
        listening.boundSocket = socket
        listening.limits = configuration.limits
        listening.tlsLimits = configuration.tlsLimits
        self.listening = listening
        let settings = try MailSettings(
            from: configuration.mail.from, bounceAddress: configuration.mail.bounceAddress, replyTo: configuration.mail.replyTo,
            linkBase: configuration.mail.linkBase, appName: configuration.mail.appName)
        let relay = configuration.mail.adapter == SMTPAdapter.configurationName ? try SMTPSettings(configuration.mail.smtp) : nil
        let zones = TimeZoneDatabase()
        // Every school without a zone of its own is there: without it all mail would be held.
        guard zones.contains("Europe/London") else {
            throw StartupError(.unavailable, "\(TimeZoneDatabase.systemFolder) does not know Europe/London: install tzdata.")
        }
        templates = try configuration.mail.templatesPath.map { try TemplateShelf(folder: $0, log: logger) } ?? TemplateShelf()
        let letters = LetterRenderer(settings: settings, templates: templates, zones: zones)

        let systemRandom = try SystemRandom()
        let random = RandomSource { systemRandom.bytes($0) }
        let bell = OutboxBell()
        self.bell = bell
        var storing = StoreConfiguration(path: configuration.databasePath)
        storing.loopCount = loopCount
        storing.afterMailQueued = { bell.ring() }
        storing.afterLogEmptied = { logger.info("what was erased has left the log") }
        storing.onFailure = { failure in
            logger.error("the database failed", metadata: ["step": "\(failure.step.rawValue)", "cause": "\(failure.cause)"])
        }
        let metrics = configuration.metrics == nil ? nil : PrometheusMetrics(Telemetry.descriptions)
        storing.afterCommit = metrics.map { StoreMetrics.commitCounter($0) }
        store = try SQLiteStore.open(storing, clock: .system, random: random, encodeListRow: ListRowEncoding.encode)

        let secrets = try Secrets(keys, deploymentID: store.deploymentID, random: systemRandom)
        let environment = UseCaseEnvironment(
            tokens: secrets.tokens, returnPaths: secrets.returnPaths, sealer: secrets.sealer, digest: { SHA256.digest($0) }, random: random)
        let departures = MailDepartures()
        let importing = ImportRoster(
            store: store, digest: environment.digest, departures: departures, knowsTimeZone: { zones.contains($0) })
        let ours: [any RPCService] = [
            InvitationHandlers(store: store, environment: environment, departures: departures),
            SchoolHandlers(
                store: store, environment: environment, departures: departures, clearLeftover: importing.clearLeftover,
                writeLetter: letters.preview),
            RosterHandlers(importing: importing),
            OutboxHandlers(store: store, environment: environment),
        ]
        let names = Set(ours.flatMap(\.methodHandlers).map(\.descriptor.service))
        health = HealthBoard(services: names, conditions: HealthProbes.conditions) { condition, verdict in
            verdict.log(condition, logger)
        }
        let reflection = ReflectionHandlers(services: names.union(["grpc.health.v1.Health"])) {
            try DescribedFiles([InvitationDescriptors.fileDescriptorSet(), DescribedFiles.ofRPCServices()])
        }
        services = ours + [HealthHandlers(health), reflection]
        pulse = OutboxPulse(at: WallClock.system.now())
        telemetry = Telemetry(configuration, services: services, metrics: metrics)
        storeMetrics = metrics.map { [store] in
            StoreMetrics(store, databasePath: configuration.databasePath, clock: .system, factory: $0)
        }
        let adapter: any MailAdapter =
            try relay.map { SMTPAdapter($0, clock: .system, log: logger) }
            ?? MaildirAdapter(folder: configuration.mail.maildirPath)
        delivery = OutboxDelivery(
            store: store, adapter: adapter, letters: letters, tokens: secrets.tokens,
            returnPath: ReturnPath(settings, authority: secrets.returnPaths), clock: .system, random: random, bell: bell,
            departures: departures, limits: DeliveryLimits(attemptMax: relay?.attemptMax), pulse: pulse, log: logger)
    }
}
