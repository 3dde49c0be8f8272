import Foundation
import InvitationAPI
import InvitationClient
import RPC

/// Invites every contact of a school who is not registered, once `confirm` has seen whom. Answers how many.
func inviteParents(
    of schoolID: String, through client: InvitationClient, confirm: ([InvitationResult]) async -> Bool
) async throws -> Int {
    var request = SendInvitationsRequest(schoolID: schoolID, selection: .allNotRegistered(FilteredSelection()))
    // One id for this deed: however often it is sent, it is done once.
    request.requestID = UUID().uuidString
    while true {
        var review = request
        review.validateOnly = true
        let plan = try await client.invitations.sendInvitations(review)
        guard await confirm(plan.results) else { return 0 }
        do {
            request.planToken = plan.planToken
            return try await client.invitations.sendInvitations(request).results.count
        } catch let error as RPCError where error.reason == InvitationReason.planChanged {
            // Somebody registered, or the nightly feed came: show the list again. Nothing was sent.
            continue
        }
    }
}
