internal import ArgumentParser
internal import CommandLineSupport
internal import Cryptography
internal import DevelopmentIdentity
internal import InvitationAPI

/// `invitationctl dev-pki`
struct MakeDevelopmentPKI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev-pki", abstract: "Makes throw-away certificates and token keys in a folder; never replaces a file.",
        discussion: """
            A root (ca), the daemon's certificate for localhost (server), one client certificate for each role, and a key set \
            (administrators.jwks) for dev-token. A daemon takes none of them unless its configuration says development: true.
            """)

    @Argument(help: "The folder; made if missing.")
    var folder: String

    @Option(help: ArgumentHelp("How long the certificates are valid, 1 to 825.", valueName: "days"))
    var days = 90

    func validate() throws {
        guard (1...825).contains(days) else { throw ValidationError("--days needs 1 to 825.") }
    }

    func run() async throws {
        try explaining { _ in try DevelopmentFolder(folder).make(now: Timestamp.now.seconds, days: days) }
    }
}

/// `invitationctl dev-token`
struct MakeDevelopmentToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev-token", abstract: "Writes a throw-away token that names an administrator.",
        discussion: "For --administrator-token, with a daemon whose administrators.keySet is the folder's administrators.jwks.")

    @Argument(help: "A folder that dev-pki made.")
    var folder: String

    @Option(help: ArgumentHelp("Who the administrator is: 1 to 128 printable ASCII characters.", valueName: "name"))
    var subject: String

    @Option(help: ArgumentHelp("A school they may speak of; may be given several times. Without: all.", valueName: "id"))
    var school: [String] = []

    @Option(help: ArgumentHelp("What administrators.audience says.", valueName: "name"))
    var audience = DevelopmentToken.audienceDefault

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How long the token is valid, up to 90 days; negative: for how long it has not been.", valueName: "seconds"))
    var expiresIn: Int64 = 3600

    @Option(help: ArgumentHelp("ES256 or EdDSA.", valueName: "name"))
    var algorithm = VerificationKey.Algorithm.es256.rawValue

    func validate() throws {
        guard VerificationKey.Algorithm(rawValue: algorithm) != nil else { throw ValidationError("--algorithm needs ES256 or EdDSA.") }
        guard (-7_776_000...7_776_000).contains(expiresIn) else { throw ValidationError("--expires-in needs seconds, up to 7776000.") }
    }

    func run() async throws {
        try explaining { console in
            let token = DevelopmentToken(
                subject: subject, schools: school, audience: audience, issuedAt: Timestamp.now.seconds, lifetime: expiresIn)
            let algorithm = VerificationKey.Algorithm(rawValue: algorithm) ?? .es256
            console.write(try DevelopmentFolder(folder).sign(token, algorithm) + "\n")
        }
    }
}

/// Says why on standard error, and ends with the status for files that cannot be used.
private func explaining(_ work: (Console) throws -> Void) throws {
    let console = Console.standard
    do { try work(console) } catch {
        let report = FailureReport(UsageError("\(error)"))
        console.writeError(report.text)
        throw ExitCode(report.exitStatus)
    }
    let ended = console.finish(ExitStatus.success, isJSON: false)
    if ended != ExitStatus.success { throw ExitCode(ended) }
}
