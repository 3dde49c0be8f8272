internal import Configuration

extension DaemonConfiguration {
    /// Reads a JSON file, over which the environment wins: `INVITATIOND_LISTEN_PORT` for `listen.port`.
    ///
    /// Throws `StartupError` naming the key.
    public init(file: String) async throws {
        let settings: ConfigReader
        do {
            settings = ConfigReader(providers: [
                EnvironmentVariablesProvider().prefixKeys(with: "invitationd"),
                try await FileProvider<JSONSnapshot>(
                    config: ConfigReader(provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(file), isSecret: false)]))),
            ])
        } catch {
            throw StartupError(.configuration, "The configuration file \(file) cannot be read as JSON: \(error)")
        }
        do { try self.init(settings) } catch let error as StartupError { throw error } catch {
            throw StartupError(.configuration, "The configuration is incomplete: \(error)")
        }
    }

    private init(_ settings: ConfigReader) throws {
        let drainSeconds = settings.int(forKey: "drain.seconds", default: 30)
        listen = Listen(
            host: settings.string(forKey: "listen.host", default: "127.0.0.1"),
            port: settings.int(forKey: "listen.port", default: 7443),
            loops: settings.int(forKey: "listen.loops", default: 0))
        tls = TLS(
            certificatePath: try settings.requiredString(forKey: "tls.certificate"),
            keyPath: try settings.requiredString(forKey: "tls.key"),
            clientAuthoritiesPath: try settings.requiredString(forKey: "tls.clientAuthorities"),
            minimumVersion: settings.string(forKey: "tls.minimumVersion", default: "1.3"))
        databasePath = try settings.requiredString(forKey: "database.path")
        rolesPath = try settings.requiredString(forKey: "roles.path")
        keysPath = try settings.requiredString(forKey: "keys.path")
        mail = Mail(
            adapter: try settings.requiredString(forKey: "mail.adapter"),
            maildirPath: settings.string(forKey: "mail.maildir.path", default: ""),
            from: try settings.requiredString(forKey: "mail.from"),
            replyTo: settings.string(forKey: "mail.replyTo"),
            linkBase: try settings.requiredString(forKey: "mail.linkBase"),
            appName: settings.string(forKey: "mail.appName", default: "Parent App"))
        logLevel = settings.string(forKey: "log.level", default: "info")
        drain = .seconds(drainSeconds)
        try check(drainSeconds: drainSeconds)
    }

    private func check(drainSeconds: Int) throws {
        func require(_ holds: Bool, _ key: String, _ rule: String) throws {
            guard holds else { throw StartupError(.configuration, "\(key) \(rule).") }
        }
        try require((0...65_535).contains(listen.port), "listen.port", "must be 0 to 65535")
        try require((0...256).contains(listen.loops), "listen.loops", "must be 0 to 256")
        try require(["1.2", "1.3"].contains(tls.minimumVersion), "tls.minimumVersion", "must be 1.3 or 1.2")
        try require((0...3_600).contains(drainSeconds), "drain.seconds", "must be 0 to 3600")
        try require(mail.adapter == "maildir", "mail.adapter", "must name an adapter this build has: maildir")
        try require(!mail.maildirPath.isEmpty, "mail.maildir.path", "must name a folder for the adapter maildir")
    }
}
