internal import Foundation

/// The keys of a JSON file, as configuration names them: `tls.certificate` for `{"tls": {"certificate": …}}`.
enum JSONKeys {
    /// Throws `StartupError` for what is no JSON object.
    static func paths(of json: String) throws -> Set<String> {
        guard let root = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else {
            throw StartupError(.configuration, "The configuration must be one JSON object.")
        }
        var paths: Set<String> = []
        collect(root, under: "", into: &paths)
        return paths
    }

    private static func collect(_ object: [String: Any], under prefix: String, into paths: inout Set<String>) {
        for (key, value) in object {
            if let inner = value as? [String: Any] {
                collect(inner, under: prefix + key + ".", into: &paths)
            } else {
                paths.insert(prefix + key)
            }
        }
    }
}
