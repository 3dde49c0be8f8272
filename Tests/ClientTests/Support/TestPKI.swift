import Foundation

/// Certificates made by the repository's own script: two authorities that do not know each other.
struct TestPKI: Sendable {
    static let ours = Result { try TestPKI() }
    static let foreign = Result { try TestPKI() }

    let folder: String

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "client-tests-\(UUID().uuidString)").path
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "scripts/dev-pki")
        process.arguments = [folder]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "scripts/dev-pki failed; is openssl installed?") }
    }

    var authority: String { "\(folder)/ca.pem" }
    func certificate(_ name: String) -> String { "\(folder)/\(name).pem" }
    func key(_ name: String) -> String { "\(folder)/\(name).key" }
}
