import Foundation
import Testing

@testable import RosterFeed

/// libcurl on its thread against a real server that misbehaves.
@Suite("R32: an API that fails")
struct TransferTests {
    private let school = WondeAPITests.school

    // MARK: Trying again

    @Test("R32: 429 and 503 are waited for as long as they say, in seconds or until a date")
    func retryAfter() async throws {
        let fetched = try await fetch([
            school, .status(429, ["Retry-After": "7"]), .status(503, ["retry-after": "Sun, 06 Nov 1994 08:50:07 GMT"]), apiPage(["A1"]),
        ])
        #expect(fetched.pupilIDs == ["A1"])
        #expect(fetched.isWhole)
        // 08:49:37 and the seven seconds that were slept.
        #expect(fetched.sleeps == [.seconds(7), .seconds(23)])
    }

    @Test("R32: what is asked for too long is not waited for: the feed's time would be over")
    func retryAfterTooLong() async throws {
        let fetched = try await fetch([school, .status(429, ["Retry-After": "300"])])
        #expect(fetched.problem == "too many requests (429), asks to wait 300 seconds, but the feed's time is over before")
        #expect(fetched.feedError?.isUnavailable == true)
        #expect(fetched.sleeps.isEmpty)
    }

    @Test(
        "R32: a 500, a dropped connection and a document that was cut off are tried again, and yield no pupil twice",
        arguments: [
            MISAnswer.status(500), .status(502), .behaving("drop"), .behaving("truncated", apiPage(["A1"]).body),
            .behaving("cutheader"), .behaving("endless", status: 500),
        ])
    func passing(failure: MISAnswer) async throws {
        let fetched = try await fetch([
            closing(school), failure, closing(apiPage(["A1"], next: cursor("b"))), failure, failure, apiPage(["A2"]),
        ])
        #expect(fetched.error == nil)
        #expect(fetched.pupilIDs == ["A1", "A2"])
        #expect(fetched.isWhole)
        #expect(fetched.sleeps == [.seconds(1), .seconds(1), .seconds(2)])
    }

    @Test(
        "R32: after four tries it is given up",
        arguments: [
            (MISAnswer.status(500), "the server failed (500) (tried 4 times)"),
            (.behaving("drop"), "the connection was lost (tried 4 times)"),
            (.behaving("truncated", "{}"), "the connection ended before the document did (tried 4 times)"),
        ])
    func givenUp(failure: MISAnswer, problem: String) async throws {
        let fetched = try await fetch([closing(school), failure, failure, failure, failure, apiPage(["A1"])])
        #expect(fetched.problem == problem)
        #expect(fetched.feedError?.isUnavailable == true)
        #expect(fetched.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
        #expect(fetched.requests.count == 5)
        #expect(!fetched.isWhole)
    }

    @Test("R32: a kept connection that the server closed meanwhile is replaced by libcurl and counts as no try")
    func keptConnection() async throws {
        let fetched = try await fetch([school, .behaving("drop"), apiPage(["A1"])])
        #expect(fetched.pupilIDs == ["A1"])
        #expect(fetched.sleeps.isEmpty)
    }

    /// The answer after which the server closes its connection, so that what comes next has a new one.
    private func closing(_ answer: MISAnswer) -> MISAnswer {
        var answer = answer
        answer.headers["Connection"] = "close"
        return answer
    }

    @Test("R32: nobody listens")
    func nobody() async throws {
        try await withFolder { folder in
            let server = try MISServer([], in: folder)
            _ = try server.stop()
            let fetched = try await fetch(from: server, url: server.school)
            #expect(fetched.problem == "no connection could be made (tried 4 times)")
            #expect(fetched.feedError?.isUnavailable == true)
        }
    }

    // MARK: Bounds

    @Test("R32: the bytes of a document at n-1, n and n+1", arguments: [-1, 0, 1])
    func documentBytes(spare: Int) async throws {
        let page = apiPage(["A1"])
        var limits = FetchLimits()
        limits.documentBytesMax = page.body.utf8.count + spare
        let fetched = try await fetch([school, page], limits: limits)
        #expect(fetched.isWhole == (spare >= 0))
        #expect(fetched.problem == (spare >= 0 ? nil : "the document has more than \(limits.documentBytesMax) bytes"))
    }

    @Test("R32: the bytes of the whole feed at n-1, n and n+1", arguments: [-1, 0, 1])
    func totalBytes(spare: Int) async throws {
        let page = apiPage(["A1"])
        var limits = FetchLimits()
        limits.totalBytesMax = school.body.utf8.count + page.body.utf8.count + spare
        let fetched = try await fetch([school, page], limits: limits)
        #expect(fetched.isWhole == (spare >= 0))
        #expect(fetched.problem == (spare >= 0 ? nil : "the whole feed has more than \(limits.totalBytesMax) bytes"))
    }

    @Test("R32: pages at n-1, n and n+1", arguments: [1, 2, 3])
    func pages(pagesMax: Int) async throws {
        var limits = FetchLimits()
        limits.pagesMax = pagesMax
        let fetched = try await fetch([school, apiPage(["A1"], next: cursor("b")), apiPage(["A2"])], limits: limits)
        #expect(fetched.isWhole == (pagesMax >= 2))
        #expect(fetched.problem == (pagesMax >= 2 ? nil : "the feed has more than 1 pages"))
    }

    @Test("R32: a body without end is stopped at the bound; one that is no document long before")
    func endless() async throws {
        let fetched = try await fetch([school, .behaving("endless")])
        #expect(fetched.problem == "the document has more than 16777216 bytes")
        #expect(try await fetch([.behaving("endless", status: 404)]).problem?.hasPrefix("there is nothing of this name (404)") == true)
    }

    @Test("R32: a header without end is stopped at the bound")
    func endlessHeader() async throws {
        #expect(try await fetch([.behaving("bigheader")]).problem == "the answer's header is too long")
    }

    @Test("R32: a server that drips is stopped by the document's time, or by the feed's")
    func drip() async throws {
        let clock = ContinuousClock()
        var limits = FetchLimits()
        limits.documentTime = .milliseconds(300)
        let start = clock.now
        #expect(try await fetch([school, .behaving("drip")], limits: limits).problem == "the document took longer than 0.3 seconds")
        let took = clock.now - start
        #expect(took < .seconds(2))
        limits = FetchLimits()
        limits.totalTime = .milliseconds(400)
        #expect(try await fetch([school, .behaving("drip")], limits: limits).problem == "the whole feed took longer than 0.4 seconds")
    }

    @Test("R32: a server that takes the connection and says nothing is tried again while the feed's time lasts")
    func silence() async throws {
        var limits = FetchLimits()
        (limits.documentTime, limits.triesMax) = (.milliseconds(200), 2)
        let fetched = try await fetch([.behaving("silence"), .behaving("silence")], limits: limits)
        #expect(fetched.problem == "there was no answer in time (tried 2 times)")
        #expect(fetched.sleeps == [.seconds(1)])
    }

    @Test("The thread of a feed ends with the feed")
    func threads() async throws {
        func threads() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count }
        let before = try threads()
        for _ in 0..<50 {
            let api = try WondeAPI(
                url: "http://127.0.0.1:1/S1", token: try #require(BearerToken(testToken.utf8)), authoritiesFile: nil, limits: FetchLimits(),
                time: TestTime().time)
            await #expect(throws: FeedError.self) { try await api.school() }
        }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        // Other tests may have some of their own.
        while try threads() >= before + 25, clock.now < deadline { await Task.yield() }
        #expect(try threads() < before + 25)
    }

    @Test("R32: a document in chunks, with a trailer after it, is whole")
    func chunked() async throws {
        let fetched = try await fetch([school, .behaving("chunked", apiPage(["A1"]).body)])
        #expect(fetched.error == nil)
        #expect(fetched.pupilIDs == ["A1"])
    }

    @Test("What is not HTTP is refused")
    func garbage() async throws {
        let fetched = try await fetch([.behaving("garbage")])
        #expect(fetched.problem == "the answer is not HTTP")
        #expect(fetched.requests.count == 1)
    }

    @Test("R32: cancelling ends a transfer that hangs within about a second", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        try await withFolder { folder in
            let server = try MISServer([school, .behaving("drip")], in: folder)
            let token = try #require(BearerToken(testToken.utf8))
            let api = try WondeAPI(url: server.school, token: token)
            let fetching = Task { for try await _ in RosterFeed(api) {} }
            for _ in 0..<2 { _ = try await server.nextRequest() }
            // The page drips.
            let clock = ContinuousClock()
            let took = await clock.measure {
                fetching.cancel()
                _ = await fetching.result
            }
            #expect(took < .seconds(5))
            await #expect(throws: CancellationError.self) { try await fetching.value }
            _ = try server.stop()
        }
    }

    // MARK: TLS

    @Test("R39: a certificate of an authority of ours, for this host, is trusted")
    func trusted() async throws {
        try await withFolder { folder in
            let certificate = try TestCertificate("IP:127.0.0.1", in: folder)
            let server = try MISServer([school, apiPage(["A1"])], in: folder, certificate: certificate)
            let fetched = try await fetch(from: server, url: server.school, authorities: certificate.authority)
            #expect(fetched.error == nil)
            #expect(fetched.pupilIDs == ["A1"])
        }
    }

    @Test("R39: any other certificate ends it before the token is sent, and is not tried again")
    func notTrusted() async throws {
        try await withFolder { folder in
            let ours = try TestCertificate("IP:127.0.0.1", in: folder)
            let otherHost = try TestCertificate("DNS:other.example", in: folder, name: "host")
            for (certificate, authorities) in [(ours, nil), (ours, otherHost.authority), (otherHost, otherHost.authority)] {
                let server = try MISServer([school], in: folder, certificate: certificate)
                let fetched = try await fetch(from: server, url: server.school, authorities: authorities)
                #expect(fetched.problem == "the server's certificate is not one we trust for this host")
                #expect(fetched.requests.isEmpty)
                #expect(fetched.sleeps.isEmpty)
            }
        }
    }

    @Test("A file of authorities that is not there, or holds none, is named as the reason")
    func authorities() async throws {
        try await withFolder { folder in
            let certificate = try TestCertificate("IP:127.0.0.1", in: folder)
            try Data("none".utf8).write(to: folder.appending(path: "empty.pem"))
            for file in ["missing.pem", "empty.pem"] {
                let server = try MISServer([school], in: folder, certificate: certificate)
                let fetched = try await fetch(from: server, url: server.school, authorities: folder.appending(path: file).path)
                #expect(fetched.problem == "the file of trusted authorities cannot be used")
            }
        }
    }
}
