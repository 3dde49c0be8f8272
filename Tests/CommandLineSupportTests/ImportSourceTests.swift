import CommandLineSupport
import Foundation
import RosterFeed
import Testing

@Suite("R32: where an import takes its feed from")
struct ImportSourceTests {
    private let url = "https://api.example/v1.0/schools/S1"

    @Test(
        "Words that do not go together are refused, with what to give instead",
        arguments: [
            (ImportSource.Words(), "Give the folder of a feed, or --from URL with --token-file FILE."),
            (ImportSource.Words(folder: "f", from: "u"), "Give the folder of a feed or --from URL, not both."),
            (
                ImportSource.Words(folder: "f", from: "u", tokenFile: "t"),
                "Give the folder of a feed or --from URL, not both."
            ),
            (
                ImportSource.Words(folder: "f", tokenFile: "t"),
                "--token-file and --mis-ca belong to --from URL; a folder needs neither."
            ),
            (
                ImportSource.Words(folder: "f", authoritiesFile: "c"),
                "--token-file and --mis-ca belong to --from URL; a folder needs neither."
            ),
            (ImportSource.Words(tokenFile: "t"), "Give the folder of a feed, or --from URL with --token-file FILE."),
            (ImportSource.Words(from: "u"), "--from needs --token-file FILE: the token is never given on the command line."),
            (
                ImportSource.Words(from: "u", tokenFile: "-"),
                "--token-file needs a file that only you can read; standard input is none."
            ),
        ])
    func together(words: ImportSource.Words, text: String) {
        let error = #expect(throws: UsageError.self) { try ImportSource(words, timeout: nil) }
        #expect(error?.description == text)
    }

    @Test("R39: a URL or a token's file that cannot be used ends with 64, and repeats neither")
    func unusable() throws {
        try withToken { file in
            for url in ["http://api.example/S1", "https://me:s3cret@api.example/S1", "api.example"] {
                let error = #expect(throws: UsageError.self) { try ImportSource(.init(from: url, tokenFile: file), timeout: nil) }
                #expect(error?.description.contains("s3cret") == false)
                #expect(error.map { FailureReport($0).exitStatus } == 64)
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            let error = #expect(throws: UsageError.self) { try ImportSource(.init(from: url, tokenFile: file), timeout: nil) }
            #expect(error?.description == "\(file): the token's file is open to others than its owner: chmod 600 it")
        }
    }

    @Test("R32: a folder, or an API")
    func sources() throws {
        try withToken { file in
            guard case .api = try ImportSource(.init(from: url, tokenFile: file), timeout: .seconds(20)) else {
                Issue.record("no API")
                return
            }
        }
        #expect(throws: FeedError.self) { try ImportSource(.init(folder: "/nonexistent"), timeout: nil) }
    }

    @Test("A feed that cannot be had now ends with 78: another day it may; a feed that is wrong with 67")
    func exitStatus() {
        let unavailable = FailureReport(FeedError(file: "https://api.example/S1", problem: "no connection", isUnavailable: true))
        #expect(unavailable.exitStatus == 78)
        #expect(unavailable.text == "invitationctl: UNAVAILABLE / FEED_UNAVAILABLE\n  https://api.example/S1: no connection\n")
        #expect(FailureReport(FeedError(file: "https://api.example/S1", problem: "no")).exitStatus == 67)
    }

    private func withToken(_ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)").path
        try Data("s3cret".utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        try body(file)
    }
}
