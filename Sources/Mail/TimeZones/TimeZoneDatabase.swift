internal import Synchronization

/// The system's time-zone database, by IANA names.
///
/// Reads a zone's file once and keeps it: an update of the database needs a restart, as with every program that uses it.
public final class TimeZoneDatabase: Sendable {
    private let folder: String
    private let zones = Mutex<[String: TimeZoneRules]>([:])

    /// Where Debian and nearly everybody else keeps it.
    public static let systemFolder = "/usr/share/zoneinfo"

    public init(folder: String = TimeZoneDatabase.systemFolder) {
        self.folder = folder
    }

    /// Whether the database has a zone of that name.
    public func contains(_ name: String) -> Bool { zone(name) != nil }

    /// nil: the database has no zone of that name, or its file is damaged.
    func zone(_ name: String) -> TimeZoneRules? {
        zones.withLock { zones in
            if let known = zones[name] { return known }
            // Unknown names are not kept: a feed could bring any number of them.
            guard Self.isName(name), let bytes = readFile("\(folder)/\(name)", byteCountMax: 1 << 17) else { return nil }
            guard let rules = TimeZoneRules(file: bytes) else { return nil }
            zones[name] = rules
            return rules
        }
    }

    /// `Europe/London`: words of letters, digits, `_`, `+` and `-` between slashes, so that no name leads out of the folder.
    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { word in
                !word.isEmpty
                    && word.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
                        default: false
                        }
                    }
            }
    }
}
