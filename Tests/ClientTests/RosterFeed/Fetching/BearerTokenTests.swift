import Foundation
import Testing

@testable import RosterFeed

@Suite("R39: the token")
struct BearerTokenTests {
    private func token(_ contents: String, mode: Int = 0o600) async throws -> BearerToken {
        try await withFolder { folder in
            let file = folder.appending(path: "token")
            try Data(contents.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
            return try BearerToken(file: file.path)
        }
    }

    @Test("R39: one line, trimmed", arguments: ["abc.DEF_1-2~3+/==", "abc.DEF_1-2~3+/==\n", "  abc.DEF_1-2~3+/== \r\n\n"])
    func trimmed(contents: String) async throws {
        #expect(try await token(contents).revealHeaderLine() == "Authorization: Bearer abc.DEF_1-2~3+/==")
    }

    @Test(
        "R39: anything else than one word is refused, and not repeated",
        arguments: ["", "\n", "s3cret two", "s3cret\nHost: b", "s3cret\r\nX: y", "s3crét", "s3cret\u{0}", "s3cret\u{7F}"])
    func refused(contents: String) async throws {
        let error = await #expect(throws: FeedError.self) { try await token(contents) }
        #expect(error?.problem == "the token's file must hold the token, on one line, and nothing else")
        #expect(error?.description.contains("s3cr") == false)
    }

    @Test(
        "R39: a file that others can read or write is refused",
        arguments: [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o620, false), (0o601, false)])
    func permissions(mode: Int, isTaken: Bool) async throws {
        if isTaken {
            _ = try await token("abc", mode: mode)
        } else {
            let error = await #expect(throws: FeedError.self) { try await token("abc", mode: mode) }
            #expect(error?.problem == "the token's file is open to others than its owner: chmod 600 it")
        }
    }

    @Test("R39: the permissions are those of the file that a link leads to")
    func link() async throws {
        try await withFolder { folder in
            let (file, link) = (folder.appending(path: "token"), folder.appending(path: "link"))
            try Data("abc".utf8).write(to: file)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            #expect(throws: FeedError.self) { try BearerToken(file: link.path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            #expect(throws: Never.self) { try BearerToken(file: link.path) }
        }
    }

    @Test("R39: a folder, a pipe and what is not there are refused; a file has at most 8192 bytes")
    func otherFiles() async throws {
        try await withFolder { folder in
            #expect(throws: FeedError.self) { try BearerToken(file: folder.path) }
            #expect(throws: FeedError.self) { try BearerToken(file: folder.appending(path: "none").path) }
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(throws: FeedError(file: pipe, problem: "the token's file is no regular file")) { try BearerToken(file: pipe) }
        }
        _ = try await token(String(repeating: "x", count: 4095))
        _ = try await token(String(repeating: "x", count: 8192))
        await #expect(throws: FeedError.self) { try await token(String(repeating: "x", count: 8193)) }
    }

    @Test("R39: it cannot be printed, interpolated, reflected or dumped")
    func redacted() throws {
        let token = try #require(BearerToken("s3cret".utf8))
        var dumped = ""
        dump([token], to: &dumped)
        for text in [
            "\(token)", String(reflecting: token), String(describing: Optional(token)), "\(Mirror(reflecting: token).children.map { $0 })",
            dumped,
        ] {
            #expect(!text.contains("s3cret"))
        }
    }
}
