// Generated from invitation/v1/roster_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import RPC

/// The methods of `invitation.v1.RosterService`.
public enum RosterServiceMethods {
    /// Replaces a school's roster, whole or not at all. The first record names the school. (R32-R36)
    public static let importRoster = MethodDescriptor(
        service: "invitation.v1.RosterService", method: "ImportRoster", kind: .clientStreaming)

    /// All of them, in the contract's order.
    public static let all: [MethodDescriptor] = [
        importRoster
    ]
}

/// The MIS feed brings a school's roster.
///
/// What a server implements. A method left out answers UNIMPLEMENTED.
public protocol RosterService: RPCService {
    /// Replaces a school's roster, whole or not at all. The first record names the school. (R32-R36)
    func importRoster(_ requests: DecodedMessages<ImportRosterRequest>, context: ServerContext) async throws -> ImportRosterResponse
}

extension RosterService {
    /// Every method, with messages decoded before and encoded after it.
    public var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                RosterServiceMethods.importRoster,
                .clientStreaming { requests, context in
                    try await self.importRoster(DecodedMessages(requests: requests), context: context).encoded()
                })
        ]
    }
}

extension RosterService {
    /// Answers UNIMPLEMENTED.
    public func importRoster(_ requests: DecodedMessages<ImportRosterRequest>, context: ServerContext) async throws -> ImportRosterResponse
    {
        throw RPCError.unimplemented(RosterServiceMethods.importRoster)
    }
}
