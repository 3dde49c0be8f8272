public import InvitationAPI
public import InvitationStore
internal import Invitations
public import RPC

/// `invitation.v1.RosterService`: the feed's records to the import.
public struct RosterHandlers: RosterService {
    private let importing: ImportRoster

    /// `importing`: one for a store; it knows which imports are running.
    public init(importing: ImportRoster) {
        self.importing = importing
    }

    /// R32-R36. The first record names the school; it must be one of the caller's.
    public func importRoster(
        _ requests: DecodedMessages<ImportRosterRequest>, context: ServerContext
    ) async throws -> ImportRosterResponse {
        do {
            let caller = try context.caller()
            return ImportRosterResponse(try await importing.run(requests.map { try RosterRecord($0, caller) }))
        } catch {
            throw RPCError.telling(error) ?? error
        }
    }
}

extension RosterRecord {
    init(_ request: ImportRosterRequest, _ caller: Caller) throws {
        switch request.record {
        case .school(let school):
            let id = try caller.school(school.schoolID)
            self = .school(Invitations.RosterSchool(school, id: id), confirming: school.confirmDigest)
        case .pupil(let pupil): self = .pupil(try Invitations.RosterPupil(pupil))
        case .end(let end): self = .end(pupils: end.pupils)
        case nil:
            throw InvitationError(.feedInvalidRecord, "A record must hold a school, a pupil or the end.", ["field": "record"])
        }
    }
}
