#if canImport(Glibc)
    internal import Glibc
#endif

/// The variables that the process was started with.
enum ProcessEnvironment {
    static func value(of name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static var names: [String] {
        var names: [String] = []
        var next = environ
        while let entry = next.pointee {
            names.append(String(String(cString: entry).prefix { $0 != "=" }))
            next += 1
        }
        return names
    }
}
