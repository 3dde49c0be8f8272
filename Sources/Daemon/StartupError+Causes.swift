internal import InvitationServer
internal import Mail
internal import RPCTransport
internal import SQLiteStore

extension StartupError {
    init(_ error: StoreOpenError) {
        switch error {
        case .alreadyInUse: self.init(.databaseInUse, error.description)
        case .newerSchema, .notDurable, .database: self.init(.database, error.description)
        case .file: self.init(.file, error.description)
        }
    }

    /// What an operator is told of an error that a part of the daemon threw while it was put together.
    static func explaining(_ error: any Error) -> StartupError {
        switch error {
        case let error as StartupError: error
        case let error as StoreOpenError: StartupError(error)
        case let error as TLSConfigurationError: StartupError(.configuration, "\(error)")
        case let error as RoleMapError: StartupError(.configuration, "\(error)")
        case let error as JSONWebKeySetError: StartupError(.configuration, "\(error)")
        case let error as MailSettingsError: StartupError(.configuration, "mail.\(error)")
        case let error as LetterTemplateError: StartupError(.configuration, "mail.templates: \(error)")
        case let error as MaildirError: StartupError(.file, "\(error)")
        default: StartupError(.unavailable, "\(error)")
        }
    }
}
