import InvitationAPI
import NIOCore
import NIOEmbedded
import ProtobufRuntime
import RPC
import Testing

/// Generated services called through their handlers, as a server calls them.
@Suite struct GeneratedServiceTests {
    @Test("Every method of a service has one handler, of its own shape")
    func handlers() {
        #expect(Invitations().methodHandlers.map(\.descriptor) == InvitationServiceMethods.all)
        #expect(Rosters().methodHandlers.map(\.descriptor) == RosterServiceMethods.all)
        let onLoop = Invitations().methodHandlers.filter { if case .onLoop = $0.form { true } else { false } }
        #expect(onLoop.map(\.descriptor.method) == ["ListContacts", "Redeem"])
        #expect(InvitationServiceMethods.listContacts.path == "invitation.v1.InvitationService/ListContacts")
        let repeatable = InvitationServiceMethods.all.filter(\.hasNoSideEffects).map(\.method)
        #expect(repeatable == ["ListContacts", "GetContact", "ListContactEvents", "ListSchoolEvents", "CheckAccess"])
    }

    @Test("A unary call reaches the method as a value and leaves it as one")
    func unary() async throws {
        let request = GetContactRequest(schoolID: "s", contactID: "c")
        let caller = Loopback(handlers: Invitations().methodHandlers)
        let response: GetContactResponse = try await caller.unary(InvitationServiceMethods.getContact, request, options: CallOptions())
        #expect(response.contact?.id == "c")
    }

    @Test("A method left out answers UNIMPLEMENTED")
    func unimplemented() async throws {
        let caller = Loopback(handlers: Invitations().methodHandlers)
        let error = await #expect(throws: RPCError.self) {
            let _: DeclineResponse = try await caller.unary(InvitationServiceMethods.decline, DeclineRequest(), options: CallOptions())
        }
        #expect(error?.code == .unimplemented)
        #expect(error?.reason == "UNIMPLEMENTED")
    }

    @Test("An on-loop method appends its answer to the outgoing buffer")
    func onLoop() throws {
        let handler = try #require(Invitations().methodHandlers.first)
        guard case .onLoop(let serve) = handler.form else { throw RPCError(.internal, reason: nil, "ListContacts is on-loop") }
        var response = ByteBuffer(bytes: [9])
        let answer = try serve(ListContactsRequest(pageToken: "p").encodedRequest(), Loopback.context(handler.descriptor), &response)
        guard case .answered = answer else { throw RPCError(.internal, reason: nil, "The answer is there") }
        #expect(response.readInteger(as: UInt8.self) == 9)
        #expect(try ListContactsResponse(decodingResponse: response).nextPageToken == "p")
    }

    @Test("A client stream's messages arrive one by one; a bad one is the caller's fault")
    func clientStreaming() async throws {
        let handler = try #require(Rosters().methodHandlers.first)
        guard case .clientStreaming(let serve) = handler.form else { throw RPCError(.internal, reason: nil, "ImportRoster streams") }
        let pupil = try ImportRosterRequest(record: .pupil(RosterPupil())).encodedRequest()
        let end = try ImportRosterRequest(record: .end(RosterEnd(pupils: 2))).encodedRequest()
        let answer = try await serve(Loopback.messages([pupil, pupil, end]), Loopback.context(handler.descriptor))
        #expect(try ImportRosterResponse(decodingResponse: answer).pupils == 2)
        let error = await #expect(throws: RPCError.self) {
            try await serve(Loopback.messages([pupil, ByteBuffer(bytes: [0])]), Loopback.context(handler.descriptor))
        }
        #expect(error?.reason == "MALFORMED_MESSAGE")
    }
}

private struct Invitations: InvitationService {
    func listContacts(_ request: ListContactsRequest, context: ServerContext, response: inout ByteBuffer) throws -> OnLoopAnswer {
        try ListContactsResponse(nextPageToken: request.pageToken).write(into: &response)
        return .answered
    }

    func getContact(_ request: GetContactRequest, context: ServerContext) async throws -> GetContactResponse {
        GetContactResponse(contact: Contact(id: request.contactID))
    }
}

private struct Rosters: RosterService {
    func importRoster(_ requests: DecodedMessages<ImportRosterRequest>, context: ServerContext) async throws -> ImportRosterResponse {
        var response = ImportRosterResponse()
        for try await request in requests {
            if case .pupil = request.record { response.pupils += 1 }
        }
        return response
    }
}

/// Calls handlers directly.
private struct Loopback: RPCCaller {
    let handlers: [MethodHandler]

    func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
        guard case .unary(let serve)? = handlers.first(where: { $0.descriptor == method })?.form else {
            throw RPCError.unimplemented(method)
        }
        return try await serve(request, Self.context(method))
    }

    func withStream<Result: Sendable>(
        _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions, _ body: @Sendable (ClientStream) async throws -> Result
    ) async throws -> Result {
        throw RPCError.unimplemented(method)
    }

    static func context(_ method: MethodDescriptor) -> ServerContext {
        ServerContext(
            method: method, metadata: Metadata(), peer: PeerIdentity(subjectAlternativeNames: [], certificateFingerprint: [], address: ""),
            deadline: .distantFuture, eventLoop: EmbeddedEventLoop(), loopIndex: 0)
    }

    static func messages(_ buffers: [ByteBuffer]) -> IncomingMessages {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        for buffer in buffers { continuation.yield(buffer) }
        continuation.finish()
        let source = Source(iterator: stream.makeAsyncIterator())
        return IncomingMessages { await source.next() }
    }

    private actor Source {
        private let stream: AsyncStream<ByteBuffer>.Iterator
        init(iterator: AsyncStream<ByteBuffer>.Iterator) { stream = iterator }
        func next() async -> ByteBuffer? {
            var iterator = stream
            return await iterator.next(isolation: #isolation)
        }
    }
}
