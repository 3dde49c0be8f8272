import CommandLineSupport
import InvitationAPI
import ProtobufSchema
import RPC
import RPCServices
import Testing

@Suite("What a server says of itself")
struct ServerDescriptionTests {
    /// Answers every question by a closure, as a foreign or a hostile server would.
    struct Answering: ServerReflection {
        let answer: @Sendable (ServerReflectionRequest) throws -> ServerReflectionResponse.MessageResponse?

        func serverReflectionInfo(
            _ requests: DecodedMessages<ServerReflectionRequest>, context: ServerContext,
            responses: MessageWriter<ServerReflectionResponse>
        ) async throws {
            for try await request in requests {
                guard let answer = try answer(request) else { return }
                try await responses.send(ServerReflectionResponse(originalRequest: request, messageResponse: answer))
            }
        }
    }

    private func ours() throws -> ServerDescription {
        let files = try DescribedFiles([InvitationDescriptors.fileDescriptorSet(), DescribedFiles.ofRPCServices()])
        return ServerDescription(
            InProcessCaller(services: [
                ReflectionHandlers(services: ["invitation.v1.InvitationService", "grpc.health.v1.Health", "some.Other"]) { files }
            ]))
    }

    private func error(
        _ limits: SchemaLimits = SchemaLimits(),
        _ answer: @escaping @Sendable (ServerReflectionRequest) throws -> ServerReflectionResponse.MessageResponse?
    ) async -> RPCError? {
        await #expect(throws: RPCError.self) {
            _ = try await ServerDescription(InProcessCaller(services: [Answering(answer: answer)]), limits: limits).text(of: "p.M")
        }
    }

    /// A file, by protobuf's own wire format: name, imports, one message.
    private static func file(_ name: String, imports: [String] = [], message: String? = nil) -> [UInt8] {
        var bytes: [UInt8] = []
        func text(_ number: UInt32, _ text: String) {
            WireWriter.tag(number, .lengthPrefixed, to: &bytes)
            WireWriter.lengthPrefixed(text.utf8, to: &bytes)
        }
        text(1, name)
        text(2, "p")
        for file in imports { text(3, file) }
        if let message { text(4, "\u{0A}\(Character(UnicodeScalar(UInt8(message.utf8.count))))\(message)") }
        text(12, "proto3")
        return bytes
    }

    @Test("Our own contract can be listed, printed and found by any of its names")
    func own() async throws {
        let description = try ours()
        let catalog = try await description.catalog()
        let paths = catalog.methods.map(\.descriptor.path)
        #expect(paths.contains("invitation.v1.InvitationService/ListContacts") && paths.contains("grpc.health.v1.Health/Watch"))
        #expect(paths.contains("grpc.reflection.v1.ServerReflection/ServerReflectionInfo"))
        #expect(catalog.undescribed == ["some.Other"])
        #expect(
            try await description.text(of: "grpc.health.v1.Health") == """
                // grpc/health/v1/health.proto

                service Health {
                  rpc Check(grpc.health.v1.HealthCheckRequest) returns (grpc.health.v1.HealthCheckResponse) {
                    option idempotency_level = NO_SIDE_EFFECTS;
                  }
                  rpc List(grpc.health.v1.HealthListRequest) returns (grpc.health.v1.HealthListResponse) {
                    option idempotency_level = NO_SIDE_EFFECTS;
                  }
                  rpc Watch(grpc.health.v1.HealthCheckRequest) returns (stream grpc.health.v1.HealthCheckResponse);
                }

                """)
        #expect(
            try await description.text(of: "grpc.health.v1.Health/Watch") == """
                // grpc/health/v1/health.proto

                rpc Watch(grpc.health.v1.HealthCheckRequest) returns (stream grpc.health.v1.HealthCheckResponse);

                message HealthCheckRequest {
                  string service = 1;
                }

                message HealthCheckResponse {
                  enum ServingStatus {
                    UNKNOWN = 0;
                    SERVING = 1;
                    NOT_SERVING = 2;
                    SERVICE_UNKNOWN = 3;
                  }
                  grpc.health.v1.HealthCheckResponse.ServingStatus status = 1;
                }

                """)
        #expect(
            try await description.text(of: "grpc.health.v1.HealthListResponse") == """
                // grpc/health/v1/health.proto

                message HealthListResponse {
                  map<string, grpc.health.v1.HealthCheckResponse> statuses = 1;
                }

                """)
        #expect(try await description.text(of: "invitation.v1.RegistrationStatus").contains("enum RegistrationStatus {"))
        #expect(
            try await description.text(of: "grpc.reflection.v1.ServerReflectionRequest").contains(
                "  oneof message_request {\n    string file_by_filename = 3;"))
        #expect(try await description.method("invitation.v1.InvitationService/Redeem").descriptor == InvitationServiceMethods.redeem)
    }

    @Test("A name that names nothing is the caller's mistake")
    func unknownNames() async throws {
        let description = try ours()
        for name in ["nobody.Home", "", "invitation.v1.InvitationService/Nope", "invitation.v1.Pupil.name"] {
            await #expect(throws: UsageError.self) { _ = try await description.text(of: name) }
        }
        for path in ["nobody.Home/Go", "invitation.v1.InvitationService/Nope", "invitation.v1.InvitationService", "\u{1B}[2J"] {
            await #expect(throws: UsageError.self) { _ = try await description.method(path) }
        }
    }

    @Test("A server without reflection is told from one that has no such method")
    func withoutReflection() async throws {
        let error = await #expect(throws: RPCError.self) { _ = try await ServerDescription(InProcessCaller(services: [])).catalog() }
        #expect(error?.code == .unimplemented && error?.message.contains("does not describe its services") == true)
    }

    @Test("A foreign server that sends one file at a time is asked for what is missing")
    func oneByOne() async throws {
        let files = [
            "a.proto": Self.file("a.proto", imports: ["b.proto", "c.proto"], message: "M"),
            "b.proto": Self.file("b.proto", imports: ["c.proto"]), "c.proto": Self.file("c.proto", imports: ["a.proto"]),
        ]
        let server = Answering { request in
            switch request.messageRequest {
            case .fileContainingSymbol: .fileDescriptorResponse(FileDescriptorResponse(fileDescriptorProto: [files["a.proto"] ?? []]))
            case .fileByFilename(let name): .fileDescriptorResponse(FileDescriptorResponse(fileDescriptorProto: [files[name] ?? []]))
            default: nil
            }
        }
        #expect(try await ServerDescription(InProcessCaller(services: [server])).text(of: "p.M") == "// a.proto\n\nmessage M {}\n")
    }

    @Test("A hostile server ends the command with an error, never the program, and never goes on for ever")
    func hostile() async throws {
        @Sendable func answer(_ files: [[UInt8]]) -> ServerReflectionResponse.MessageResponse {
            .fileDescriptorResponse(FileDescriptorResponse(fileDescriptorProto: files))
        }
        #expect(await error { _ in answer([[0xFF, 0xFF]]) }?.reason == "MALFORMED_RESPONSE")
        #expect(await error { _ in .listServicesResponse(ListServiceResponse()) }?.reason == "MALFORMED_RESPONSE")
        #expect(await error { _ in nil }?.reason == "MALFORMED_RESPONSE")
        // It imports what it never sends.
        #expect(await error { _ in answer([Self.file("a.proto", imports: ["b.proto"])]) }?.reason == "MALFORMED_RESPONSE")
        // Every file imports another one.
        let endless = await error { request in
            guard case .fileByFilename(let name) = request.messageRequest else { return answer([Self.file("0", imports: ["1"])]) }
            return answer([Self.file(name, imports: ["\((Int(name) ?? 0) + 1)"])])
        }
        #expect(endless?.message.contains("more than 256 files") == true)
        // Two files of one name.
        #expect(await error { _ in answer([Self.file("a.proto"), Self.file("a.proto", message: "M")]) }?.reason == "MALFORMED_RESPONSE")
        // What it says is shown without its control characters.
        let refused = await error { _ in .errorResponse(ErrorResponse(errorCode: 7, errorMessage: "no\u{1B}[2J")) }
        #expect(refused?.code == .permissionDenied && refused?.message.contains("\u{1B}") == false)
    }
}
