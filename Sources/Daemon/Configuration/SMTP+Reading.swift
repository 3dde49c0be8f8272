internal import Configuration
internal import Mail

extension DaemonConfiguration.SMTP {
    /// Asks for every key, whichever adapter is configured.
    init(_ settings: Settings) throws {
        func seconds(_ name: String, _ preset: Int, in range: ClosedRange<Int>) throws -> Duration {
            .seconds(try settings.number("mail.smtp.\(name)", in: range) ?? preset)
        }
        host = try settings.text("mail.smtp.host") ?? ""
        security = try settings.text("mail.smtp.tls") ?? SMTPSettings.Security.startTLS.rawValue
        port = try settings.number("mail.smtp.port", in: 1...65_535) ?? (security == "implicit" ? 465 : 587)
        authoritiesPath = try settings.text("mail.smtp.ca")
        username = try settings.text("mail.smtp.username")
        passwordPath = try settings.text("mail.smtp.passwordFile")
        clientCertificatePath = try settings.text("mail.smtp.clientCertificate")
        clientKeyPath = try settings.text("mail.smtp.clientKey")
        heloName = try settings.text("mail.smtp.heloName") ?? ""
        connections = try settings.number("mail.smtp.connections", in: 1...128) ?? 4
        messagesPerConnection = try settings.number("mail.smtp.messagesPerConnection", in: 1...100_000) ?? 100
        connectionAge = try seconds("connectionAgeSeconds", 300, in: 1...3_600)
        connectTimeout = try seconds("connectSeconds", 30, in: 1...300)
        replyTimeout = try seconds("replySeconds", 60, in: 1...300)
        finalReplyTimeout = try seconds("finalReplySeconds", 600, in: 1...1_800)
    }
}

extension SMTPSettings {
    /// Reads the password. Blocks. Throws `StartupError` naming the key.
    init(_ smtp: DaemonConfiguration.SMTP) throws {
        func wrong(_ key: String, _ problem: String) -> StartupError { StartupError(.configuration, "mail.smtp.\(key) \(problem).") }
        guard let security = Security(rawValue: smtp.security) else { throw wrong("tls", "must be starttls, implicit or none") }
        for (key, other, isWhole) in [
            ("passwordFile", "username", (smtp.username == nil) == (smtp.passwordPath == nil)),
            ("clientKey", "clientCertificate", (smtp.clientCertificatePath == nil) == (smtp.clientKeyPath == nil)),
        ] where !isWhole { throw wrong(key, "and mail.smtp.\(other) go together") }
        guard smtp.finalReplyTimeout >= smtp.replyTimeout else { throw wrong("finalReplySeconds", "must not be less than replySeconds") }
        var credentials: Credentials?
        if let username = smtp.username, let path = smtp.passwordPath {
            credentials = Credentials(username: username, password: try readPassword(path))
        }
        do throws(SMTPSettingsError) {
            try self.init(host: smtp.host, port: smtp.port, security: security, heloName: smtp.heloName, credentials: credentials)
        } catch {
            throw StartupError(.configuration, "mail.smtp.\(error).")
        }
        authoritiesFile = smtp.authoritiesPath
        if let certificate = smtp.clientCertificatePath, let key = smtp.clientKeyPath {
            clientCertificate = ClientCertificate(certificatePath: certificate, keyPath: key)
        }
        for path in [smtp.authoritiesPath, smtp.clientCertificatePath, smtp.clientKeyPath] {
            // Read here for the operator's sake: libcurl would say so at the first mail.
            if let path { _ = try readText(path) }
        }
        connections = smtp.connections
        messagesPerConnectionMax = smtp.messagesPerConnection
        connectionAgeMax = smtp.connectionAge
        timeouts.connect = smtp.connectTimeout
        timeouts.reply = smtp.replyTimeout
        timeouts.finalReply = smtp.finalReplyTimeout
    }
}
