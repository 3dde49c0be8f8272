public import InvitationAPI
internal import ProtobufRuntime

/// A filter as a person types it.
public struct FilterWords: Sendable {
    /// Words of a pupil's name.
    public var pupil: String?
    /// Words of a contact's name, or an email.
    public var contact: String?
    /// Registration statuses, by name.
    public var statuses: [String]
    /// Year groups.
    public var years: [String]
    /// Registration groups.
    public var groups: [String]
    /// Delivery states, by name.
    public var deliveries: [String]

    /// Values may hold several, with commas between them.
    public init(
        pupil: String? = nil, contact: String? = nil, statuses: [String] = [], years: [String] = [], groups: [String] = [],
        deliveries: [String] = []
    ) {
        self.pupil = pupil
        self.contact = contact
        self.statuses = statuses
        self.years = years
        self.groups = groups
        self.deliveries = deliveries
    }

    /// Whether nothing is filtered.
    public var isEmpty: Bool { pupil == nil && contact == nil && (statuses + years + groups + deliveries).isEmpty }

    /// The filter.
    ///
    /// - Throws: ``UsageError`` for a word that is no status or delivery state, with those that are.
    public func filter() throws -> ContactFilter {
        ContactFilter(
            pupilSearch: pupil ?? "", statuses: try Self.values(statuses, "--status"), yearGroups: Self.split(years),
            registrationGroups: Self.split(groups), deliveries: try Self.values(deliveries, "--delivery"), contactSearch: contact ?? "")
    }

    /// `invited`, `INVITED` and `not-registered` are all understood.
    private static func values<Value: ProtobufEnum>(_ words: [String], _ option: String) throws -> [Value] {
        try split(words).map { word in
            let name = String(word.uppercased().map { $0 == "-" ? "_" : $0 })
            guard let value = Value(name: name), value.rawValue != 0 else {
                let known = Value.allCases.filter { $0.rawValue != 0 }.map(\.name).joined(separator: ", ")
                throw UsageError("\(option) knows \(known).")
            }
            return value
        }
    }

    private static func split(_ words: [String]) -> [String] {
        words.flatMap { $0.split(separator: ",").map { word in String(word.trimmingSpaces) } }.filter { !$0.isEmpty }
    }
}

extension Substring {
    /// Without white space at either end.
    var trimmingSpaces: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
