internal import Glibc

/// The environment variables that stand in for options.
public enum Environment {
    private static let names = ["SERVER", "CA", "CERT", "KEY", "SERVER_NAME", "ADMINISTRATOR_TOKEN", "TIMEOUT", "JSON", "SCHOOL"].map {
        "INVITATIONCTL_\($0)"
    }

    /// Those that are set, by name.
    public static var current: [String: String] {
        var values: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }
}
