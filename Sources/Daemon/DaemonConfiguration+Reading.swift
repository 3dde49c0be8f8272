internal import Configuration

extension DaemonConfiguration {
    /// Reads a JSON file, over which the environment wins: `INVITATIOND_LISTEN_PORT` for `listen.port`.
    ///
    /// Throws `StartupError` naming the key.
    public init(file: String) async throws {
        let inFile: FileProvider<JSONSnapshot>
        do {
            inFile = try await FileProvider<JSONSnapshot>(
                config: ConfigReader(provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(file), isSecret: false)])))
        } catch {
            throw StartupError(.configuration, "The configuration file \(file) cannot be read as JSON: \(error)")
        }
        try self.init(Settings(providers: [EnvironmentVariablesProvider().prefixKeys(with: "invitationd"), inFile]))
    }

    private init(_ settings: Settings) throws {
        let drainSeconds = try settings.number("drain.seconds") ?? 30
        listen = Listen(
            host: try settings.text("listen.host") ?? "127.0.0.1", port: try settings.number("listen.port") ?? 7443,
            loops: try settings.number("listen.loops") ?? 0)
        tls = TLS(
            certificatePath: try settings.requiredText("tls.certificate"), keyPath: try settings.requiredText("tls.key"),
            clientAuthoritiesPath: try settings.requiredText("tls.clientAuthorities"),
            minimumVersion: try settings.text("tls.minimumVersion") ?? "1.3")
        databasePath = try settings.requiredText("database.path")
        rolesPath = try settings.requiredText("roles.path")
        keysPath = try settings.requiredText("keys.path")
        mail = Mail(
            adapter: try settings.requiredText("mail.adapter"), maildirPath: try settings.text("mail.maildir.path") ?? "",
            from: try settings.requiredText("mail.from"), replyTo: try settings.text("mail.replyTo"),
            linkBase: try settings.requiredText("mail.linkBase"), appName: try settings.text("mail.appName") ?? "Parent App")
        logLevel = try settings.text("log.level") ?? "info"
        logsAccess = try settings.flag("log.access") ?? true
        metrics = try settings.metricsListener()
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

/// Looks values up strictly: the library's reader answers the default also for a value that is there and cannot be converted, and a
/// daemon that listens elsewhere than its operator wrote is no daemon.
struct Settings {
    /// The first that has a value decides.
    let providers: [any ConfigProvider]

    func text(_ key: String) throws -> String? {
        guard let content = try content(key, .string) else { return nil }
        guard case .string(let text) = content else { throw wrong(key, "text") }
        return text
    }

    func requiredText(_ key: String) throws -> String {
        guard let text = try text(key) else { throw StartupError(.configuration, "\(key) is missing.") }
        return text
    }

    func number(_ key: String) throws -> Int? {
        guard let content = try content(key, .int) else { return nil }
        guard case .int(let number) = content else { throw wrong(key, "a whole number") }
        return number
    }

    func flag(_ key: String) throws -> Bool? {
        guard let content = try content(key, .bool) else { return nil }
        guard case .bool(let flag) = content else { throw wrong(key, "true or false") }
        return flag
    }

    private func content(_ key: String, _ type: ConfigType) throws -> ConfigContent? {
        let absolute = AbsoluteConfigKey(key.split(separator: ".").map(String.init))
        for provider in providers {
            do {
                if let value = try provider.value(forKey: absolute, type: type).value { return value.content }
            } catch {
                throw wrong(key, type == .int ? "a whole number" : type == .bool ? "true or false" : "text")
            }
        }
        return nil
    }

    private func wrong(_ key: String, _ type: String) -> StartupError { StartupError(.configuration, "\(key) must be \(type).") }
}
