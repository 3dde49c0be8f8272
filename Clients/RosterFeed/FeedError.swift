/// Why a feed cannot be read, and where: the file, the record and the field. Holds no personal values and no secrets.
public struct FeedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name, the folder's path, or a URL without its query.
    public var file: String
    /// The id of the pupil or school in whose record it is; nil when it is not in a record.
    public var record: String?
    /// The path to the field, e.g. `contacts.data[1].relationship.court_order`.
    public var field: String?
    /// What is wrong, in words.
    public var problem: String
    /// Whether it may well work later, with nothing changed on our side: the school's system cannot be reached or asks to wait.
    public var isUnavailable: Bool

    public init(file: String, record: String? = nil, field: String? = nil, problem: String, isUnavailable: Bool = false) {
        self.file = file
        self.record = record
        self.field = field
        self.problem = problem
        self.isUnavailable = isUnavailable
    }

    public var description: String {
        var text = file
        if let record { text += ", record \(record)" }
        if let field { text += ", \(field)" }
        return text + ": " + problem
    }
}
