import InvitationAPI
import NIOCore
import NIOEmbedded
import ProtobufRuntime
import ProtobufSchema
import RPC
import RPCServices
import Synchronization
import Testing

@Suite("Server reflection")
struct ReflectionHandlersTests {
    private final class Answers: OutgoingMessages {
        let all = Mutex<[ByteBuffer]>([])
        func send(_ message: ByteBuffer) async throws { all.withLock { $0.append(message) } }
    }

    private func answers(
        _ questions: [ServerReflectionRequest.MessageRequest?], reading: @escaping @Sendable () -> Void = {}
    ) async throws -> [ServerReflectionResponse] {
        let handlers = ReflectionHandlers(services: ["invitation.v1.OutboxService"]) {
            reading()
            return try DescribedFiles([InvitationDescriptors.fileDescriptorSet(), DescribedFiles.ofRPCServices()])
        }
        let left = Mutex(try questions.map { try ServerReflectionRequest(host: "h", messageRequest: $0).encoded() })
        let answers = Answers()
        try await handlers.serverReflectionInfo(
            DecodedMessages(requests: IncomingMessages { left.withLock { $0.isEmpty ? nil : $0.removeFirst() } }),
            context: ServerContext(
                method: ServerReflectionMethods.serverReflectionInfo, metadata: Metadata(),
                peer: PeerIdentity(subjectAlternativeNames: [], certificateFingerprint: [], address: "test"), deadline: .distantFuture,
                eventLoop: EmbeddedEventLoop(), loopIndex: 0), responses: MessageWriter(responses: answers))
        return try answers.all.withLock { $0 }.map { try ServerReflectionResponse(decodingResponse: $0) }
    }

    private func names(_ response: ServerReflectionResponse) throws -> [String] {
        guard case .fileDescriptorResponse(let files) = response.messageResponse else { return [] }
        var reader = SchemaReader()
        return try files.fileDescriptorProto.map { try reader.file($0).name }
    }

    @Test("Every question is answered in turn, with the question in it")
    func inTurn() async throws {
        let answers = try await answers([.listServices("*"), .fileByFilename("invitation/v1/outbox_service.proto")])
        #expect(answers.count == 2 && answers.allSatisfy { $0.validHost == "h" })
        #expect(answers[0].originalRequest?.messageRequest == .listServices("*"))
        #expect(
            answers[0].messageResponse
                == .listServicesResponse(
                    ListServiceResponse(
                        service: ["grpc.reflection.v1.ServerReflection", "invitation.v1.OutboxService"].map { ServiceResponse(name: $0) })))
        #expect(try names(answers[1]).first == "invitation/v1/outbox_service.proto")
    }

    @Test("The files are read at the first question about one, and kept")
    func readOnce() async throws {
        let readings = Atomic(0)
        let byName = ServerReflectionRequest.MessageRequest.fileByFilename("invitation/v1/outbox_service.proto")
        for (questions, count) in [([], 0), ([.listServices("*")], 0), ([byName, byName, .fileContainingSymbol("nothing")], 1)] {
            _ = try await answers(questions) { readings.add(1, ordering: .relaxed) }
            #expect(readings.load(ordering: .relaxed) == count)
        }
    }

    @Test(
        "A symbol of any kind is found in its file, which comes first and with all it imports",
        arguments: [
            "invitation.v1.InvitationService", "invitation.v1.InvitationService.ListContacts", "invitation.v1.ListContactsRequest",
            "invitation.v1.ListContactsRequest.school_id",
        ])
    func symbols(_ symbol: String) async throws {
        let files = try names(try await answers([.fileContainingSymbol(symbol)])[0])
        #expect(files.first == "invitation/v1/invitation_service.proto")
        #expect(files.contains("invitation/v1/types.proto") && files.contains("google/protobuf/timestamp.proto"))
        #expect(Set(files).count == files.count)
    }

    @Test("What an import imports comes too")
    func importsOfImports() async throws {
        let files = try names(try await answers([.fileContainingSymbol("invitation.v1.SchoolService")])[0])
        #expect(files == ["invitation/v1/school_service.proto", "invitation/v1/types.proto", "google/protobuf/timestamp.proto"])
    }

    @Test("What has no answer is an error inside the message, and the stream goes on")
    func errors() async throws {
        let answers = try await answers([
            .fileByFilename("nope.proto"), .fileContainingSymbol("nope.Nope"),
            .fileContainingExtension(ExtensionRequest(containingType: "invitation.v1.Pupil", extensionNumber: 7)),
            .allExtensionNumbersOfType("invitation.v1.Pupil"), nil, .listServices(""),
        ])
        let codes = answers.map { answer -> Int32? in
            if case .errorResponse(let error) = answer.messageResponse { error.errorCode } else { nil }
        }
        #expect(codes == [5, 5, 12, 12, 3, nil])
    }
}
