import Foundation
import InvitationStore
import Invitations
import SQLiteStore

extension Service {
    /// A copy, and how far those who look at the service had come then.
    struct Backup {
        var path: String
        var tokens: [String]
        var linkNumbers: [InvitationNonce: Int]
        var revisions: [Int: [String]]
        var eventsSeen: [String: Int64]
    }

    func backUp() async throws -> [String] {
        let copy = folder.appendingPathComponent("copy-\(backups.count).db").path
        let summary = try DatabaseBackup.run(from: path, to: copy, at: clock.now)
        // What nobody has looked at yet is looked at after the restore.
        let events = try await lastEvents()
        backups.append(Backup(path: copy, tokens: tokens, linkNumbers: linkNumbers, revisions: revisions, eventsSeen: events))
        return ["\(summary.heldMails) held"]
    }

    func restore(_ index: Int) async throws {
        let backup = backups[index]
        // A younger copy knows links again that an older one did not.
        lostTokens = Set(lostTokens).union(tokens).subtracting(backup.tokens).sorted()
        (tokens, linkNumbers) = (backup.tokens, backup.linkNumbers)
        (revisions, eventsSeen) = (backup.revisions, backup.eventsSeen)
        try await start(on: backup.path)
    }

    /// Two pupils more.
    func turnPage(_ school: String, _ filter: Int) async throws -> [String] {
        let request = ListContacts.Request(
            school: SchoolID(unchecked: school), filter: Filters.all[filter].asked, pageSize: 2,
            pageToken: pageTokens.removeValue(forKey: school) ?? "")
        let list = ListContacts(environment)
        return try await answer {
            let (lines, token) = try await store.read { transaction in
                var rows = Rows()
                let answer = try list.run(request, in: transaction, into: &rows)
                return (rows.lines, answer.nextPageToken)
            }
            if !token.isEmpty { pageTokens[school] = token }
            return lines + [token.isEmpty ? "the end" : "more"]
        }
    }
}
