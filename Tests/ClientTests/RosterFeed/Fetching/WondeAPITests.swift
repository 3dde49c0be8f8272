import Foundation
import InvitationAPI
import Synchronization
import Testing

@testable import RosterFeed

@Suite("R32: a feed from an API")
struct WondeAPITests {
    static let school = MISAnswer.ok(schoolJSON)

    @Test("R32, R33: the school, then its pupils from page to page, with the reader's includes, as JSON, uncompressed")
    func wholeFeed() async throws {
        let fetched = try await fetch([
            Self.school, apiPage(["A1", "A2"], next: cursor("b")), apiPage([], next: cursor("c")), apiPage(["A3"]),
        ])
        #expect(fetched.error == nil)
        #expect(fetched.isWhole)
        #expect(
            fetched.records.first?.record
                == .school(RosterSchool(schoolID: "S1", name: "A School", misLinked: true, timeZone: "Europe/London")))
        #expect(fetched.pupilIDs == ["A1", "A2", "A3"])
        #expect(
            fetched.requests.map(\.target) == [
                "/v1.0/schools/S1",
                "/v1.0/schools/S1/students?include=year,group,education_details,contact_details,contacts.contact_details&per_page=200&cursor=true",
                "/v1.0/schools/S1/students?cursor=b", "/v1.0/schools/S1/students?cursor=c",
            ])
        for request in fetched.requests {
            #expect(request.headers["authorization"] == "Bearer \(testToken)")
            #expect(request.headers["accept"] == "application/json")
            #expect(request.headers["user-agent"] == "invitationctl")
            #expect(Set(request.headers.keys) == ["host", "authorization", "accept", "user-agent"])
        }
        // One handle, one connection.
        #expect(Set(fetched.requests.map(\.connection)).count == 1)
    }

    @Test("R32: pages are asked for one at a time, as their pupils are taken; progress is told after each, without a count of pages")
    func onePageHeld() async throws {
        try await withFolder { folder in
            let server = try MISServer([Self.school, apiPage(["A1"], next: cursor("b")), apiPage(["A2"])], in: folder)
            let api = try WondeAPI(
                url: server.school, token: try #require(BearerToken(testToken.utf8)), authoritiesFile: nil, limits: FetchLimits(),
                time: TestTime().time)
            let seen = Mutex<[FeedProgress]>([])
            var records = RosterFeed(api, progressed: { step in seen.withLock { $0.append(step) } }).makeAsyncIterator()
            _ = try await records.next()
            _ = try await records.next()
            #expect(seen.withLock { $0 } == [FeedProgress(pagesRead: 1, pageCount: nil, pupilsRead: 1)])
            #expect(try server.stop().count == 2)
        }
    }

    @Test("R32: a document of another school than the URL's is refused before any page is asked for")
    func otherSchool() async throws {
        let fetched = try await fetch([.ok(#"{"data":{"id":"S2"}}"#), apiPage(["A1"])])
        #expect(fetched.problem == "the document is of another school than the URL, which ends with S1")
        #expect(fetched.requests.count == 1)
    }

    @Test("An error names the URL without its query, the page, the record and the field")
    func names() async throws {
        let broken = MISAnswer.ok(#"{"data":[{"id":"A1","forename":[]}],"meta":{"pagination":{"next":null,"more":false}}}"#)
        let fetched = try await fetch([Self.school, apiPage([], next: cursor("secret")), broken])
        let error = try #require(fetched.feedError)
        #expect(error.file.hasPrefix("http://127.0.0.1:") && error.file.hasSuffix("/v1.0/schools/S1/students, page 2"))
        #expect((error.record, error.field, error.problem) == ("A1", "forename", "must be text"))
        #expect(!error.description.contains("secret"))
    }

    @Test(
        "R32: pages that break what they promise of each other, or lead elsewhere, never yield an end",
        arguments: [
            (apiPage(["A1"], more: true), "the page promises more, but does not say where"),
            (apiPage(["A1"], next: cursor("b")), "the pages lead round in a circle: this one was read before"),
            (
                apiPage(["A1"], next: "https://evil.example/v1.0/schools/S1/students"),
                "the next page is on another origin (https://evil.example), where the token does not go"
            ),
            (
                apiPage(["A1"], next: "http://localhost:1/"),
                "the next page is on another origin (http://localhost:1), where the token does not go"
            ),
            (MISAnswer.ok("<!DOCTYPE html><title>Sign in</title>"), "this is not JSON in UTF-8"),
            (MISAnswer.ok(#"{"data":[],"meta":{"pagination":{"next":7,"more":true}}}"#), "must be text"),
            (MISAnswer.ok(#"{"data":[{"id":"A1"}]}"#), "must be there: fetch the feed with include=contacts.contact_details"),
        ] as [(MISAnswer, String)])
    func brokenPages(answer: MISAnswer, problem: String) async throws {
        // The second answer would be the next page: the one that leads to "b" is led back to itself.
        let fetched = try await fetch([Self.school, answer, answer, answer])
        #expect(fetched.problem?.hasPrefix(problem) == true, "\(fetched.problem ?? "no problem")")
        #expect(!fetched.isWhole)
        #expect(fetched.requests.allSatisfy { $0.target.hasPrefix("/v1.0/schools/S1") })
    }

    @Test("R32: a redirect is an error that says so, and is not followed", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let fetched = try await fetch([.status(status, ["Location": "{origin}/v1.0/schools/S1/"]), Self.school])
        #expect(fetched.problem?.hasPrefix("the answer is a redirect (\(status)), and none is followed") == true)
        #expect(fetched.requests.count == 1)
    }

    @Test(
        "401, 403 and 404 are told apart, and not asked for twice",
        arguments: [
            (401, "the token is not accepted (401)"), (403, "the token may not read this (403)"),
            (404, "there is nothing of this name (404)"),
        ])
    func refused(status: Int, problem: String) async throws {
        let fetched = try await fetch([.status(status), Self.school])
        #expect(fetched.problem?.hasPrefix(problem) == true)
        #expect(fetched.feedError?.isUnavailable == false)
        #expect(fetched.requests.count == 1)
        #expect(fetched.sleeps.isEmpty)
    }
}
