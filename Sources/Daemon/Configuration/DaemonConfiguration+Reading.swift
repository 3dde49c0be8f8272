internal import Configuration

extension DaemonConfiguration {
    /// Reads a JSON file, over which the environment wins: `INVITATIOND_LISTEN_PORT` for `listen.port`. Blocks.
    ///
    /// Throws `StartupError` naming the key.
    public init(file: String) throws {
        let text: String
        let inFile: JSONSnapshot
        do {
            text = try readText(file)
            inFile = try JSONSnapshot(data: Array(text.utf8).span.bytes, providerName: file, parsingOptions: .default)
        } catch let error as StartupError {
            throw StartupError(.configuration, error.message)
        } catch {
            throw StartupError(.configuration, "The configuration file \(file) cannot be read as JSON: \(error)")
        }
        let settings = Settings([EnvironmentVariablesProvider().prefixKeys(with: "invitationd").snapshot(), inFile])
        try self.init(settings)
        try settings.refuseUnasked(inFile: text, environment: ProcessEnvironment.names)
    }

    init(_ settings: Settings) throws {
        listen = Listen(
            host: try settings.text("listen.host") ?? "127.0.0.1", port: try settings.number("listen.port", in: 0...65_535) ?? 7443,
            loops: try settings.number("listen.loops", in: 0...256) ?? 0)
        tls = TLS(
            certificatePath: try settings.requiredText("tls.certificate"), keyPath: try settings.requiredText("tls.key"),
            clientAuthoritiesPath: try settings.requiredText("tls.clientAuthorities"),
            revocationListsPath: try settings.text("tls.revocationLists"),
            minimumVersion: try settings.text("tls.minimumVersion") ?? "1.3")
        databasePath = try settings.requiredText("database.path")
        rolesPath = try settings.requiredText("roles.path")
        administrators = try Self.administrators(settings)
        isDevelopment = try settings.flag("development") ?? false
        keysPath = try settings.requiredText("keys.path")
        mail = Mail(
            adapter: try settings.requiredText("mail.adapter"), maildirPath: try settings.text("mail.maildir.path") ?? "",
            smtp: try SMTP(settings),
            from: try settings.requiredText("mail.from"), bounceAddress: try settings.text("mail.bounceAddress"),
            replyTo: try settings.text("mail.replyTo"), linkBase: try settings.requiredText("mail.linkBase"),
            appName: try settings.text("mail.appName") ?? "Parent App", templatesPath: try settings.text("mail.templates"))
        logLevel = try settings.text("log.level") ?? "info"
        logsAccess = try settings.flag("log.access") ?? true
        metrics = try settings.metricsListener()
        drain = Drain(
            announcement: .seconds(try settings.number("drain.announceSeconds", in: 0...3_600) ?? 0),
            gracePeriod: .seconds(try settings.number("drain.seconds", in: 0...3_600) ?? 30))
        health = Health(
            interval: .seconds(try settings.number("health.probeSeconds", in: 1...300) ?? 10),
            certificateDaysMin: try settings.number("health.certificateDays", in: 0...365) ?? 14)
        reloadPeriod = .seconds(try settings.number("reload.seconds", in: 0...86_400) ?? 10)
        (limits, tlsLimits) = try LimitSettings.read(settings)
        try check()
    }

    /// All three keys or none: a forgotten one must not turn tokens off.
    private static func administrators(_ settings: Settings) throws -> Administrators? {
        let keys = ["administrators.keySet", "administrators.issuer", "administrators.audience"]
        let given = try keys.map { try settings.text($0) }
        if given.allSatisfy({ $0 == nil }) { return nil }
        let values = given.map { $0 ?? "" }
        if let missing = values.firstIndex(of: "") { throw StartupError(.configuration, "\(keys[missing]) is missing.") }
        return Administrators(keySetPath: values[0], issuer: values[1], audience: values[2])
    }

    private func check() throws {
        func require(_ holds: Bool, _ key: String, _ rule: String) throws {
            guard holds else { throw StartupError(.configuration, "\(key) \(rule).") }
        }
        try require(["1.2", "1.3"].contains(tls.minimumVersion), "tls.minimumVersion", "must be 1.3 or 1.2")
        try require(["maildir", "smtp"].contains(mail.adapter), "mail.adapter", "must name an adapter this build has: maildir or smtp")
        if mail.adapter == "maildir" {
            try require(!mail.maildirPath.isEmpty, "mail.maildir.path", "must name a folder for the adapter maildir")
        }
    }
}
