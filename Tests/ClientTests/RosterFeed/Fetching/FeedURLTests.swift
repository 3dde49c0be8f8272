import Testing

@testable import RosterFeed

@Suite("R39: where a feed may come from")
struct FeedURLTests {
    @Test("A URL is taken apart, and put together the same")
    func parts() throws {
        let url = try FeedURL("https://API.example:8443/v1.0/schools/A1/students?cursor=a%2Fb&x=[1]")
        #expect(url.origin == FeedURL.Origin(isSecure: true, host: "api.example", port: 8443))
        #expect(url.path == "/v1.0/schools/A1/students")
        #expect(url.query == "cursor=a%2Fb&x=[1]")
        #expect(url.target == "/v1.0/schools/A1/students?cursor=a%2Fb&x=[1]")
        #expect(url.withoutQuery == "https://api.example:8443/v1.0/schools/A1/students")
    }

    @Test(
        "The same origin, however it is written",
        arguments: [
            ("https://a.example/x", "HTTPS://A.EXAMPLE:443/y", true), ("http://localhost/x", "http://localhost:80", true),
            ("http://[::1]:81/", "http://[::1]:81/x", true), ("https://a.example/", "http://a.example/", false),
            ("https://a.example/", "https://a.example:8443/", false), ("https://a.example/", "https://b.a.example/", false),
            ("https://a.example/", "https://a.example.evil.example/", false), ("https://a.example/", "https://a.example./", false),
        ])
    func origins(one: String, other: String, same: Bool) throws {
        #expect((try FeedURL(one).origin == FeedURL(other).origin) == same)
    }

    @Test(
        "What could be read in two ways is refused",
        arguments: [
            ("https://user@a.example/", .userInformation), ("https://a.example:x@b.example/", .userInformation),
            ("https://@a.example/", .userInformation), ("https://a.example#@b.example/", .fragment), ("https://a.example/#x", .fragment),
            ("https://a.example\\@b.example/", .characters), ("https://a.example/ x", .characters),
            ("https://a.example/\u{0}", .characters),
            ("https://a.example/é", .characters), ("https://a.example/x\r\nHost: b", .characters), ("//a.example/", .notAbsolute),
            ("/students?page=2", .notAbsolute), ("", .notAbsolute), ("https:/a.example", .notAbsolute), ("ftp://a.example/", .scheme),
            ("file:///etc/passwd", .scheme), ("https:///x", .host), ("https://[::1/", .host), ("https://a%2eexample/", .host),
            ("https://[g::1]/", .host), ("https://a.example:/", .port), ("https://a.example:0/", .port),
            ("https://a.example:65536/", .port), ("https://a.example:1:2/", .port), ("https://a.example:+1/", .port),
        ] as [(String, FeedURL.Flaw)])
    func refused(text: String, flaw: FeedURL.Flaw) {
        #expect(throws: flaw) { try FeedURL(text) }
    }

    @Test("A URL has at most 8192 bytes", arguments: [(8191, true), (8192, true), (8193, false)])
    func length(bytes: Int, isTaken: Bool) {
        let start = "https://a.example/"
        let url = try? FeedURL(start + String(repeating: "x", count: bytes - start.count))
        #expect((url != nil) == isTaken)
    }

    @Test(
        "R39: http is for this machine only",
        arguments: [
            ("https://a.example", true), ("http://127.0.0.1", true), ("http://127.255.255.254:8080", true), ("http://[::1]", true),
            ("http://localhost", true), ("http://LOCALHOST:81", true), ("http://a.example", false), ("http://10.0.0.1", false),
            ("http://128.0.0.1", false), ("http://127.1", false), ("http://0127.0.0.1", false), ("http://127.0.0.1.example", false),
            ("http://127.0.0.256", false), ("http://localhost.example", false), ("http://[::2]", false), ("http://2130706433", false),
        ])
    func loopback(origin: String, isTaken: Bool) {
        let url = try? SchoolURL(origin + "/v1.0/schools/S1")
        #expect((url != nil) == isTaken)
        if !isTaken { #expect(throws: FeedURL.Flaw.notSecure) { try SchoolURL(origin + "/v1.0/schools/S1") } }
    }

    @Test("The school's URL ends with its id; a slash after it does not matter")
    func school() throws {
        for text in ["https://a.example/v1.0/schools/A1300000077", "https://a.example/v1.0/schools/A1300000077/"] {
            let url = try SchoolURL(text)
            #expect(url.schoolID == "A1300000077")
            #expect(url.document.target == "/v1.0/schools/A1300000077")
        }
    }

    @Test(
        "A school's URL without an id, or with more than that, is refused",
        arguments: [
            ("https://a.example", .noSchool), ("https://a.example/", .noSchool), ("https://a.example/schools/..", .noSchool),
            ("https://a.example/schools//S1", .noSchool), ("https://a.example/schools/S%31", .noSchool),
            ("https://a.example/../S1", .noSchool), ("https://a.example/schools/S1?include=x", .query),
        ] as [(String, FeedURL.Flaw)])
    func notASchool(text: String, flaw: FeedURL.Flaw) {
        #expect(throws: flaw) { try SchoolURL(text) }
    }

    @Test("R32, R33: the first page is asked for with all that the reader reads, and with cursors")
    func firstPage() throws {
        let url = try SchoolURL("https://a.example/v1.0/schools/S1").firstPage(pupilsPerPage: 50)
        #expect(
            url.target == "/v1.0/schools/S1/students?include=year,group,education_details,contact_details,contacts.contact_details"
                + "&per_page=50&cursor=true")
        #expect(try FeedURL(url.origin.description + url.target) == url)
    }

    @Test("No flaw repeats the URL")
    func flawsAreSilent() {
        let error = #expect(throws: FeedError.self) {
            try WondeAPI(url: "https://me:pa55word@a.example/S1", token: try #require(BearerToken("t".utf8)))
        }
        #expect(error?.description.contains("pa55word") == false)
    }
}

@Suite("R32: which page comes next")
struct PageTrailTests {
    private let first = "https://a.example/S1/students?cursor=true"

    private func followed(_ next: String?, more: Bool? = true) throws -> FeedURL? {
        var trail = PageTrail(first: try FeedURL(first))
        try trail.follow(WondePage.Pagination(next: next, more: more, current_page: nil), of: "page 1")
        return trail.next
    }

    @Test("R32: next is followed unless the page says that it is the last")
    func follows() throws {
        let next = "https://a.example/S1/students?cursor=x"
        #expect(try followed(next) == FeedURL(next))
        #expect(try followed(next, more: nil) == FeedURL(next))
        #expect(try followed(next, more: false) == nil)
        #expect(try followed(nil) == nil)
        var trail = PageTrail(first: try FeedURL(first))
        try trail.follow(nil, of: "page 1")
        #expect(trail.next == nil)
    }

    @Test(
        "R32, R39: next on another origin, with user information, or none at all is refused, and not repeated",
        arguments: [
            ("https://b.example/?x", "the next page is on another origin (https://b.example), where the token does not go"),
            ("http://a.example/", "the next page is on another origin (http://a.example), where the token does not go"),
            ("https://a.example:8443/", "the next page is on another origin (https://a.example:8443), where the token does not go"),
            (
                "https://me:pw@a.example/",
                "the URL must not hold a user or a password: the token comes from a file"
            ),
            ("/S1/students?page=2", "the URL must be absolute, such as https://api.example/v1.0/schools/ID"),
            ("", "the URL must be absolute, such as https://api.example/v1.0/schools/ID"),
        ])
    func refused(next: String, problem: String) {
        #expect(throws: FeedError(file: "page 1", field: "meta.pagination.next", problem: problem)) { try followed(next) }
    }

    @Test("R32: pages that lead round are refused, at once or after a while, however the URL is written")
    func circle() throws {
        #expect(throws: FeedError.self) { try followed("https://A.example:443/S1/students?cursor=true") }
        var trail = PageTrail(first: try FeedURL(first))
        for name in ["b", "c", "d"] {
            try trail.follow(.init(next: "https://a.example/S1/students?cursor=\(name)", more: true, current_page: nil), of: name)
        }
        let error = #expect(throws: FeedError.self) {
            try trail.follow(.init(next: "https://a.example/S1/students?cursor=b", more: true, current_page: nil), of: "page 4")
        }
        #expect(error?.problem == "the pages lead round in a circle: this one was read before")
        #expect(trail.next == nil)
    }
}
