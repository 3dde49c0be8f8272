import Foundation
import InvitationAPI
import RosterFeed
import Synchronization
import Testing

@Suite("A feed in a folder")
struct FolderFeedTests {
    @Test("Pages come in name order, numbers compared as numbers, other files passed over")
    func names() async throws {
        try await withFolder([
            "school.json": schoolJSON, "students-10.json": page([student("A10")], more: false, number: 3),
            "students-2.json": page([student("A2")], more: true, number: 2),
            "students-1.json": page([student("A1")], more: true, number: 1),
            "notes.txt": "", "deletions.json": "{}",
        ]) { path in
            let folder = try FolderFeed(path: path)
            #expect(folder.pageNames == ["students-1.json", "students-2.json", "students-10.json"])
            #expect(pupils(try await records(of: folder)).map { $0.pupil?.id } == ["A1", "A2", "A10"])
        }
    }

    @Test("Progress is told after each page")
    func progress() async throws {
        try await withFolder([
            "school.json": schoolJSON, "students-1.json": page([student("A1"), student("A2")], more: true, number: 1),
            "students-2.json": page([student("A3")], more: false, number: 2),
        ]) { path in
            let seen = Mutex<[FeedProgress]>([])
            for try await _ in RosterFeed(try FolderFeed(path: path), progressed: { step in seen.withLock { $0.append(step) } }) {}
            #expect(
                seen.withLock { $0 } == [
                    FeedProgress(pagesRead: 1, pageCount: 2, pupilsRead: 2), FeedProgress(pagesRead: 2, pageCount: 2, pupilsRead: 3),
                ])
        }
    }

    @Test("A folder without a school or pages, and one that is not there, are refused with what is missing")
    func missing() async throws {
        try await withFolder(["students-1.json": "{}"]) { path in
            let error = #expect(throws: FeedError.self) { try FolderFeed(path: path) }
            #expect(error?.problem == "there is no school.json in this folder")
        }
        try await withFolder(["school.json": schoolJSON]) { path in
            let error = #expect(throws: FeedError.self) { try FolderFeed(path: path) }
            #expect(error?.problem == "there is no students*.json in this folder")
            #expect(throws: FeedError(file: path + "/none", problem: "the folder cannot be read")) { try FolderFeed(path: path + "/none") }
        }
    }

    @Test("An error names file, record and field in one line")
    func description() {
        let error = FeedError(file: "students-2.json", record: "A1", field: "contacts.data[0].id", problem: "must be text")
        #expect(error.description == "students-2.json, record A1, contacts.data[0].id: must be text")
    }

    private func withFolder(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("feed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        try await body(folder.path)
    }
}
