import CommandLineSupport
import NIOCore
import RPC
import RPCServices
import Testing

@Suite("invitationctl health")
struct HealthReportTests {
    private let board = HealthBoard(services: ["p.S"], conditions: ["store", "outbox"])
    private let test = TestConsole()

    init() {
        board.set(.well, for: "store")
        board.set(.well, for: "outbox")
    }

    private func report(isJSON: Bool = false, _ services: [any RPCService]? = nil) -> HealthReport {
        HealthReport(
            InProcessCaller(services: services ?? [HealthHandlers(board)]), options: CallOptions(), console: test.console, isJSON: isJSON)
    }

    @Test("Everything is listed, and the exit status is the server's")
    func list() async throws {
        board.set(.ailing("relay"), for: "outbox")
        #expect(try await report().list() == 0)
        #expect(
            test.output
                == "NAME          STATUS\n(the server)  SERVING\noutbox        NOT_SERVING\np.S           SERVING\nstore         SERVING\n")
        board.set(.failed("disk"), for: "store")
        #expect(try await report().list() == 2)
        #expect(try await report(isJSON: true).list() == 2)
        #expect(test.output.contains("\"p.S\": {\n      \"status\": \"NOT_SERVING\""))
    }

    @Test("One name answers its status; a name that is none is NOT_FOUND")
    func check() async throws {
        board.set(.ailing("relay"), for: "outbox")
        #expect(try await report().check("p.S") == 0)
        #expect(try await report().check("outbox") == 2)
        #expect(try await report(isJSON: true).check("") == 0)
        #expect(test.output == "SERVING\nNOT_SERVING\n{\"status\":\"SERVING\"}\n")
        let error = await #expect(throws: RPCError.self) { _ = try await report().check("nobody") }
        #expect(error?.code == .notFound && error?.reason == "HEALTH_SERVICE_UNKNOWN" && error?.domain == "grpc.health.v1")
    }

    @Test("A server that has only Check is asked for that")
    func withoutList() async throws {
        struct Old: Health {
            func check(_ request: HealthCheckRequest, context: ServerContext, response: inout ByteBuffer) throws -> OnLoopAnswer {
                try HealthCheckResponse(status: request.service.isEmpty ? .serving : .notServing).write(into: &response)
                return .answered
            }
        }
        #expect(try await report([Old()]).list() == 0)
        #expect(test.output == "SERVING\n")
    }

    @Test("A watch shows what is and what becomes of it, until the server stops")
    func watch() async throws {
        /// Changes the board as the watcher reads.
        struct Story: Health {
            let board: HealthBoard
            func watch(
                _ request: HealthCheckRequest, context: ServerContext, responses: MessageWriter<HealthCheckResponse>
            ) async throws {
                board.beginDraining()
                board.endWatches()
                try await HealthHandlers(board).watch(request, context: context, responses: responses)
            }
        }
        let error = await #expect(throws: RPCError.self) { _ = try await report([Story(board: board)]).watch("p.S") }
        #expect(error?.reason == "DRAINING")
    }
}
