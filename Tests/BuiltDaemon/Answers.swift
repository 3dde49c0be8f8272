import Foundation

/// A contact as `invitationctl list --json` shows it.
public struct ListedContact: Equatable, Sendable {
    public var id: String
    public var status: String
    public var isInvitable: Bool
    public var notInvitableBecause: String
    /// How the delivery of the last invitation stands: `SENT`, `DEFERRED`, …
    public var delivery: String
}

extension BuiltDaemon {
    /// Every contact of the school once, in list order, from all pages.
    public func contacts() async throws -> [ListedContact] {
        let answer = try await ctl("portal", "list", "--all", "--page-size", "7", "--json")
        guard answer.exitCode == 0 else { throw Failed(command: "invitationctl list", outcome: answer) }
        let pupils = try answer.json()["pupils"] as? [[String: any Sendable]] ?? []
        var seen: Set<String> = []
        var contacts: [ListedContact] = []
        for contact in pupils.flatMap({ $0["contacts"] as? [[String: any Sendable]] ?? [] }) {
            let id = contact["id"] as? String ?? ""
            guard seen.insert(id).inserted else { continue }
            contacts.append(
                ListedContact(
                    id: id, status: named(contact["status"], without: "REGISTRATION_STATUS_"),
                    isInvitable: contact["invitable"] as? Bool ?? false,
                    notInvitableBecause: named(contact["notInvitableBecause"], without: "OUTCOME_"),
                    delivery: named(contact["delivery"], without: "DELIVERY_STATE_")))
        }
        return contacts
    }

    private func named(_ value: (any Sendable)?, without prefix: String) -> String {
        (value as? String ?? "").replacing(prefix, with: "", maxReplacements: 1)
    }
}

extension Outcome {
    /// The contacts that were, or would be, queued.
    public func contactIDs() throws -> [String] {
        let results = try json()["results"] as? [[String: any Sendable]] ?? []
        return results.compactMap { $0["contactId"] as? String }
    }
}
