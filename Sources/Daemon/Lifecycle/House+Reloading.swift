internal import InvitationServer
internal import Mail
internal import RPCTransport

extension House {
    /// What may be read again while `server` serves. Certificates first: they bring callers in, whom the roles then know.
    func reloadableParts(of server: RPCServer) -> [ReloadablePart] {
        [certificates(of: server), roles(of: server)] + (configuration.mail.templatesPath == nil ? [] : [letters])
    }

    private func certificates(of server: RPCServer) -> ReloadablePart {
        let tls = configuration.tls
        let files = [tls.certificatePath, tls.keyPath, tls.clientAuthoritiesPath, tls.revocationListsPath]
        return ReloadablePart(name: "certificates", files: { files.compactMap { $0 } }) { [configuration] in
            server.use(try TLSServerContext(configuration))
        }
    }

    private var letters: ReloadablePart {
        ReloadablePart(name: "templates", files: templates.watchedPaths) { [templates, bell] in
            try templates.reload()
            // The worker has mail to release that waited for this.
            bell.ring()
        }
    }

    private func roles(of server: RPCServer) -> ReloadablePart {
        let files = [configuration.rolesPath, configuration.administrators?.keySetPath]
        return ReloadablePart(name: "roles", files: { files.compactMap { $0 } }) { [configuration, access] in
            let change = access.replace(with: try AccessRules(configuration))
            server.closeConnections(of: change.affects)
        }
    }
}

extension TLSServerContext {
    /// Reads what the configuration names: at start, and again whenever it may have changed. Blocks. Throws what
    /// `StartupError.explaining` explains.
    init(_ configuration: DaemonConfiguration) throws {
        let tls = configuration.tls
        try self.init(
            TLSServerConfiguration(
                certificate: TLSCertificate(chainFile: tls.certificatePath, privateKeyFile: tls.keyPath),
                clientAuthoritiesFile: tls.clientAuthoritiesPath, revocationListsFile: tls.revocationListsPath,
                minimumVersion: tls.minimumVersion == "1.2" ? .tls12 : .tls13))
        // Once it is known that the files are there and hold certificates.
        if !configuration.isDevelopment { try tls.refuseThrowAway() }
    }
}
