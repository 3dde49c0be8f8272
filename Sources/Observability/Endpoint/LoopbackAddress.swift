/// Addresses that only this machine reaches.
public enum LoopbackAddress {
    /// `127.0.0.0/8`, `::1` and `localhost`, as text; nothing that would have to be looked up.
    public static func contains(_ host: String) -> Bool {
        if host == "::1" || host.lowercased() == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && UInt8(part) != nil
            }
    }

    /// Whether a request's `Host` names this machine: a web page that had its name point at 127.0.0.1 sends its own.
    static func isNamed(by header: String) -> Bool {
        var host = Substring(header)
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            let rest = host[host.index(after: end)...]
            return contains(String(host[host.index(after: host.startIndex)..<end])) && isPort(rest)
        }
        if let colon = host.lastIndex(of: ":") {
            guard isPort(host[colon...]) else { return false }
            host = host[..<colon]
        }
        return contains(String(host))
    }

    private static func isPort(_ text: Substring) -> Bool { text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil) }
}
