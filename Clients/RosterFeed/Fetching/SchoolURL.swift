/// Where the API keeps a school: `https://api.example/v1.0/schools/ID`. The school's document is there itself, all else below it.
struct SchoolURL: Hashable, Sendable {
    /// The school's document.
    let document: FeedURL
    /// The last segment: the school that whoever wrote the URL meant.
    let schoolID: String

    var origin: FeedURL.Origin { document.origin }

    /// Takes `https`, and `http` on this machine only (R39: names and addresses of families never cross a network in the clear).
    init(_ text: String) throws(FeedURL.Flaw) {
        var url = try FeedURL(text)
        guard url.origin.isSecure || url.origin.isLoopback else { throw .notSecure }
        guard url.query == nil else { throw .query }
        while url.path.hasSuffix("/") { url.path.removeLast() }
        let segments = url.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let last = segments.last, segments.allSatisfy(Self.isPlain) else { throw .noSchool }
        document = url
        schoolID = String(last)
    }

    /// The first page of pupils, with all that ``WondeReader`` reads and as many pupils as one page may have.
    ///
    /// `cursor=true` asks for pages that follow a cursor rather than a number: a pupil who joins or leaves meanwhile moves nobody from one
    /// page to another.
    func firstPage(pupilsPerPage: Int) -> FeedURL {
        var url = document
        url.path += "/students"
        url.query = "include=\(Self.includes.joined(separator: ","))&per_page=\(pupilsPerPage)&cursor=true"
        return url
    }

    static let includes = ["year", "group", "education_details", "contact_details", "contacts.contact_details"]

    /// Letters, digits, `-`, `.`, `_`, `~`, nothing encoded, and no `.` or `..`: read the same by everybody.
    private static func isPlain(_ segment: Substring) -> Bool {
        !segment.isEmpty && segment != "." && segment != ".."
            && segment.allSatisfy { $0.isLetter || $0.isNumber || "-._~".contains($0) }
    }
}
