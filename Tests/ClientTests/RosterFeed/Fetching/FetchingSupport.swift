import Foundation
import InvitationAPI
import Synchronization
import Testing

@testable import RosterFeed

let testToken = "s3cret-t0ken-of-the-tests"

/// A clock that only sleeping moves: tests wait for nobody. Its date is 1994-11-06 08:49:37 UTC when it starts.
final class TestTime: Sendable {
    static let start: Int64 = 784_111_777
    private let slept = Mutex<[Duration]>([])

    var sleeps: [Duration] { slept.withLock { $0 } }

    var time: FetchTime {
        let elapsed: @Sendable () -> Duration = { self.sleeps.reduce(.zero, +) }
        return FetchTime(
            elapsed: elapsed, secondsSince1970: { Self.start + elapsed().components.seconds },
            sleep: { pause in
                try Task.checkCancellation()
                self.slept.withLock { $0.append(pause) }
            })
    }
}

func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fetch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// What came of an import from a server that gives `answers`.
struct Fetched {
    var records: [ImportRosterRequest] = []
    var error: (any Error)?
    var requests: [MISRequest] = []
    var sleeps: [Duration] = []

    var feedError: FeedError? { error as? FeedError }
    var problem: String? { feedError?.problem }
    var pupilIDs: [String] { pupils(records).compactMap { $0.pupil?.id } }
    /// Whether the records are a whole feed: without its end the service changes nothing (R32).
    var isWhole: Bool { if case .end? = records.last?.record { true } else { false } }
}

/// Fetches a feed from a plain server on this machine.
func fetch(_ answers: [MISAnswer], limits: FetchLimits = FetchLimits()) async throws -> Fetched {
    try await withFolder { folder in
        let server = try MISServer(answers, in: folder)
        return try await fetch(from: server, url: server.school, limits: limits)
    }
}

func fetch(from server: MISServer, url: String, authorities: String? = nil, limits: FetchLimits = FetchLimits()) async throws -> Fetched {
    let time = TestTime()
    var fetched = Fetched()
    do {
        let token = try #require(BearerToken(testToken.utf8))
        let api = try WondeAPI(url: url, token: token, authoritiesFile: authorities, limits: limits, time: time.time)
        for try await record in RosterFeed(api) { fetched.records.append(record) }
    } catch {
        fetched.error = error
        // Wherever it would show: the token is nowhere.
        let shown = "\(error) \(String(reflecting: error))"
        #expect(!shown.contains(testToken))
    }
    fetched.requests = try server.stop()
    fetched.sleeps = time.sleeps
    return fetched
}

/// A page whose `next` is a path on the server itself.
func apiPage(_ ids: [String], next: String? = nil, more: Bool? = nil) -> MISAnswer {
    let url = next.map { #""\#($0)""# } ?? "null"
    let pagination = #"{"next":\#(url),"previous":null,"more":\#(more ?? (next != nil)),"per_page":"200"}"#
    let students = ids.map { student($0) }.joined(separator: ",")
    return .ok(#"{"data":[\#(students)],"meta":{"pagination":\#(pagination)}}"#)
}

/// The URL of another page, as the server would write it.
func cursor(_ name: String) -> String { "{origin}/v1.0/schools/S1/students?cursor=\(name)" }
