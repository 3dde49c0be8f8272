public import NIOCore
public import RPC

/// `grpc.health.v1.Health`, from a board. Source: gRPC's "GRPC Health Checking Protocol".
public struct HealthHandlers: Health {
    private let board: HealthBoard

    /// Tells what the board knows.
    public init(_ board: HealthBoard) { self.board = board }

    /// NOT_FOUND for a name that is none.
    public func check(_ request: HealthCheckRequest, context: ServerContext, response: inout ByteBuffer) throws -> OnLoopAnswer {
        guard let status = board.status(of: request.service) else {
            throw HealthReason.serviceUnknown.error("The server has no service and no condition of that name: List has them all.")
        }
        try HealthCheckResponse(status: status).write(into: &response)
        return .answered
    }

    /// Everything the board has.
    public func list(_ request: HealthListRequest, context: ServerContext) async throws -> HealthListResponse {
        HealthListResponse(statuses: board.statuses.mapValues { HealthCheckResponse(status: $0) })
    }

    /// Each status once, the present one at once; SERVICE_UNKNOWN for a name that is none, NOT_FOUND for one too long to be any. Ends with DRAINING when the server stops.
    public func watch(
        _ request: HealthCheckRequest, context: ServerContext, responses: MessageWriter<HealthCheckResponse>
    ) async throws {
        let watch = try board.watch(request.service, caller: context.peer.certificateFingerprint)
        defer { board.end(watch) }
        var last: HealthBoard.Status?
        for await status in watch.statuses where status != last {
            last = status
            try await responses.send(HealthCheckResponse(status: status))
        }
        // The caller has gone, and nobody reads an error; or the board is closed.
        try Task.checkCancellation()
        throw WireReason.draining.error("The server is stopping: ask another.")
    }
}

/// Why a call about health fails; `ErrorInfo.reason` in domain `grpc.health.v1`.
public enum HealthReason: String, Sendable, CaseIterable {
    /// There is no service and no condition of the name asked for.
    case serviceUnknown = "HEALTH_SERVICE_UNKNOWN"
    /// As many calls of Watch as the server takes.
    case tooManyWatchers = "TOO_MANY_WATCHERS"

    /// The namespace of these reasons.
    public static let domain = "grpc.health.v1"

    /// The canonical code that goes with the reason.
    public var code: StatusCode {
        switch self {
        case .serviceUnknown: .notFound
        case .tooManyWatchers: .resourceExhausted
        }
    }

    func error(_ message: String) -> RPCError { RPCError(code, reason: rawValue, message, domain: Self.domain) }
}
