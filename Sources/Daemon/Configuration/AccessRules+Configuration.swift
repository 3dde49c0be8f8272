internal import Cryptography
internal import InvitationServer

extension AccessRules {
    /// Reads what the configuration names: at start, and again whenever it may have changed. Blocks. Throws what
    /// `StartupError.explaining` explains. Throw-away keys are refused as throw-away certificates are.
    init(_ configuration: DaemonConfiguration) throws {
        let roleMap = try RoleMap(parsing: try readText(configuration.rolesPath))
        let administrators = try configuration.administrators.map { administrators in
            AdministratorTokens(
                keys: try JSONWebKeySet(parsing: try readText(administrators.keySetPath)), issuer: administrators.issuer,
                audience: administrators.audience)
        }
        if !configuration.isDevelopment, administrators?.isForDevelopment == true {
            throw StartupError.throwAway(configuration.administrators?.keySetPath ?? "")
        }
        self.init(roleMap: roleMap, administrators: administrators)
    }
}

extension DaemonConfiguration.TLS {
    /// Throw-away certificates are for development: what anybody can make on their own desk must not open people's data. Blocks.
    func refuseThrowAway() throws {
        for path in [certificatePath, clientAuthoritiesPath] where try Self.isForDevelopment(certificates: path) {
            throw StartupError.throwAway(path)
        }
    }

    private static func isForDevelopment(certificates path: String) throws -> Bool {
        do {
            return try DevelopmentMark.isOn(certificatesIn: try readText(path))
        } catch let error as CryptographyError {
            throw StartupError(.configuration, "\(path): \(error).")
        }
    }
}

extension StartupError {
    fileprivate static func throwAway(_ path: String) -> StartupError {
        StartupError(
            .configuration,
            "\(path) is throw-away, made for development: use a real one, or say development: true where no people's data is.")
    }
}
