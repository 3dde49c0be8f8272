import CommandLineSupport
import InvitationAPI
import NIOCore
import ProtobufJSON
import ProtobufRuntime
import ProtobufSchema
import RPC
import Synchronization
import Testing

@Suite("Calls by name")
struct CallTests {
    /// Answers every unary call with the request, and every stream with the number of requests.
    final class Echo: RPCCaller {
        let requests = Mutex<[ByteBuffer]>([])

        func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
            requests.withLock { $0.append(request) }
            return request
        }

        func withStream<Result: Sendable>(
            _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions, _ body: @Sendable (ClientStream) async throws -> Result
        ) async throws -> Result {
            let answers = Mutex(1)
            let stream = ClientStream(
                responses: IncomingMessages {
                    guard
                        answers.withLock({ left in
                            left -= 1
                            return left == 0
                        })
                    else { return nil }
                    return try ImportRosterResponse(pupils: Int64(self.requests.withLock { $0.count })).encoded()
                }, requests: Sink(echo: self), closeRequests: {})
            return try await body(stream)
        }
    }

    struct Sink: OutgoingMessages {
        let echo: Echo
        func send(_ message: ByteBuffer) async throws { echo.requests.withLock { $0.append(message) } }
    }

    /// The contract, as a daemon describes it.
    private static let catalog = Result {
        var reader = SchemaReader()
        let schema = try Schema(try reader.files(ofSet: InvitationDescriptors.fileDescriptorSet()).map { try reader.file($0) })
        return ServiceCatalog(
            schema, services: ["InvitationService", "SchoolService", "RosterService", "OutboxService"].map { "invitation.v1.\($0)" })
    }

    private func call(_ path: String, _ json: String, _ echo: Echo = Echo()) async throws -> String {
        let output = Mutex("")
        let method = try #require(try Self.catalog.get().methods.first { $0.descriptor.path == path })
        let call = try GenericCall(method, json: Array(json.utf8))
        try await call.run(echo, options: CallOptions()) { text in output.withLock { $0 += text } }
        return output.withLock { $0 }
    }

    @Test("The methods that are described are those that are compiled in, with their shapes")
    func catalog() throws {
        let catalog = try Self.catalog.get()
        #expect(
            catalog.methods.map(\.descriptor) == InvitationServiceMethods.all + SchoolServiceMethods.all + RosterServiceMethods.all
                + OutboxServiceMethods.all)
        #expect(catalog.methods[0].request.declaration.fullName == "invitation.v1.ListContactsRequest")
        #expect(catalog.methods[0].response.declaration.fullName == "invitation.v1.ListContactsResponse")
        #expect(catalog.table.text().contains("stream of invitation.v1.ImportRosterRequest"))
    }

    @Test("JSON goes out as the message it stands for, and the answer comes back as JSON")
    func unary() async throws {
        let echo = Echo()
        // The echo's bytes are read as the answer: field 1 is a text there too.
        let answer = try await call("invitation.v1.InvitationService/Redeem", "{\"token\":\"t\"}", echo)
        #expect(answer == "{\n  \"schoolName\": \"t\"\n}\n")
        #expect(try RedeemRequest(decoding: echo.requests.withLock { $0[0] }) == RedeemRequest(token: "t"))
        #expect(try await call("invitation.v1.InvitationService/Decline", "") == "{}\n")
    }

    @Test("A stream takes one JSON object a line")
    func stream() async throws {
        let lines = "{\"school\":{\"schoolId\":\"s\"}}\n\n  \r\n{\"pupil\":{}}\n{\"end\":{\"pupils\":\"1\"}}"
        #expect(try await call("invitation.v1.RosterService/ImportRoster", lines) == "{\n  \"pupils\": \"3\"\n}\n")
    }

    @Test("Wrong JSON is refused before anything is called")
    func wrongJSON() async throws {
        let echo = Echo()
        await #expect(throws: JSONError.self) { try await call("invitation.v1.InvitationService/Redeem", "{\"tokn\":1}", echo) }
        await #expect(throws: JSONError.self) { try await call("invitation.v1.RosterService/ImportRoster", "{\"school\":{}}\n{", echo) }
        #expect(echo.requests.withLock { $0.isEmpty })
    }
}
