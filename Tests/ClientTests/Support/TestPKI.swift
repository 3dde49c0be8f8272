import DevelopmentIdentity
import Foundation

/// Throw-away certificates: two authorities that do not know each other.
struct TestPKI: Sendable {
    static let ours = Result { try TestPKI() }
    static let foreign = Result { try TestPKI() }

    let folder: String

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "client-tests-\(UUID().uuidString)").path
        try DevelopmentFolder(folder).make(now: Int64(Date.now.timeIntervalSince1970), days: 1)
    }

    var authority: String { "\(folder)/ca.pem" }
    func certificate(_ name: String) -> String { "\(folder)/\(name).pem" }
    func key(_ name: String) -> String { "\(folder)/\(name).key" }
}
