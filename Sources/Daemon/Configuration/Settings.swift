internal import Configuration

/// Looks values up strictly: the library's reader answers the default also for a value that is there and cannot be converted, and a
/// daemon that listens elsewhere than its operator wrote is no daemon.
final class Settings {
    /// The first that has a value decides.
    private let sources: [any ConfigSnapshot]
    /// Every key that was asked for, and so every key there is.
    private var asked: Set<String> = []

    init(_ sources: [any ConfigSnapshot]) { self.sources = sources }

    func text(_ key: String) throws -> String? {
        guard let content = try content(key, .string) else { return nil }
        guard case .string(let text) = content else { throw wrong(key, "text") }
        return text
    }

    func requiredText(_ key: String) throws -> String {
        guard let text = try text(key) else { throw StartupError(.configuration, "\(key) is missing.") }
        return text
    }

    /// A number within a range; anything else names the range.
    func number(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let content = try content(key, .int) else { return nil }
        guard case .int(let number) = content else { throw wrong(key, "a whole number") }
        guard range.contains(number) else { throw wrong(key, "\(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    func flag(_ key: String) throws -> Bool? {
        guard let content = try content(key, .bool) else { return nil }
        guard case .bool(let flag) = content else { throw wrong(key, "true or false") }
        return flag
    }

    /// Refuses a key that was written and that nobody asked for: a typing error would otherwise leave a default in force.
    /// Ask for every key first.
    func refuseUnasked(inFile json: String, environment names: [String]) throws {
        let written = try JSONKeys.paths(of: json)
        if let key = written.sorted().first(where: { !asked.contains($0) }) {
            throw StartupError(.configuration, "\(key) is no key of the configuration; docs/configuration.md lists them.")
        }
        let known = Set(asked.map(Self.environmentName))
        if let name = names.sorted().first(where: { $0.hasPrefix("INVITATIOND_") && !known.contains($0) }) {
            throw StartupError(
                .configuration, "The environment's \(name) is no key of the configuration; docs/configuration.md lists them.")
        }
    }

    /// `tls.clientAuthorities` is `INVITATIOND_TLS_CLIENT_AUTHORITIES`.
    private static func environmentName(_ key: String) -> String {
        "INVITATIOND_" + key.map { $0 == "." ? "_" : $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
    }

    private func content(_ key: String, _ type: ConfigType) throws -> ConfigContent? {
        asked.insert(key)
        let absolute = AbsoluteConfigKey(key.split(separator: ".").map(String.init))
        for source in sources {
            do {
                if let value = try source.value(forKey: absolute, type: type).value { return value.content }
            } catch {
                throw wrong(key, type == .int ? "a whole number" : type == .bool ? "true or false" : "text")
            }
        }
        return nil
    }

    private func wrong(_ key: String, _ type: String) -> StartupError { StartupError(.configuration, "\(key) must be \(type).") }
}
