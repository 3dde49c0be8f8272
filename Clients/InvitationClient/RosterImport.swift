public import InvitationAPI
public import RPC

extension InvitationClient {
    /// Replaces a school's roster with the records of a feed, whole or not at all. (R32)
    ///
    /// Records are taken as fast as the server takes them, so that a feed of any size needs little memory. The first names the
    /// school, the last is the end. If `records` throws, the call is cancelled and the old roster stays.
    ///
    /// - Parameter options: without a timeout, five minutes.
    /// - Throws: `RPCError`, or what `records` throws.
    public func importRoster<Records: AsyncSequence & Sendable>(
        _ records: Records, options: CallOptions = CallOptions()
    ) async throws -> ImportRosterResponse where Records.Element == ImportRosterRequest {
        var options = options
        options.timeout = options.timeout ?? .seconds(300)
        return try await roster.importRoster(options: options) { writer in
            for try await record in records { try await writer.send(record) }
        }
    }
}
