internal import Cryptography
internal import InvitationServer

extension AccessRules {
    /// Reads what the configuration names: at start, and again whenever it may have changed. Blocks. Throws what
    /// `StartupError.explaining` explains.
    ///
    /// Refuses throw-away certificates and keys unless the configuration says that this is for development: what anybody can make on
    /// their own desk must not open people's data.
    init(_ configuration: DaemonConfiguration) throws {
        let roleMap = try RoleMap(parsing: try readText(configuration.rolesPath))
        let administrators = try configuration.administrators.map { administrators in
            AdministratorTokens(
                keys: try JSONWebKeySet(parsing: try readText(administrators.keySetPath)), issuer: administrators.issuer,
                audience: administrators.audience)
        }
        if !configuration.isDevelopment {
            for path in [configuration.tls.certificatePath, configuration.tls.clientAuthoritiesPath] {
                try Self.refuseDevelopment(try Self.isForDevelopment(certificates: path), path)
            }
            if let administrators, administrators.isForDevelopment {
                try Self.refuseDevelopment(true, configuration.administrators?.keySetPath ?? "")
            }
        }
        self.init(roleMap: roleMap, administrators: administrators)
    }

    private static func isForDevelopment(certificates path: String) throws -> Bool {
        do {
            return try DevelopmentMark.isOn(certificatesIn: try readText(path))
        } catch let error as CryptographyError {
            throw StartupError(.configuration, "\(path): \(error).")
        }
    }

    private static func refuseDevelopment(_ isForDevelopment: Bool, _ path: String) throws {
        guard isForDevelopment else { return }
        throw StartupError(
            .configuration,
            "\(path) is throw-away, made for development: use a real one, or say development: true where no people's data is.")
    }
}
