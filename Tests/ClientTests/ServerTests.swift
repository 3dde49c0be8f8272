import InvitationAPI
import NIOCore
import ProtobufRuntime
import RPC
import RPCTransport
import Synchronization
import Testing

@testable import InvitationClient

@Suite("A client and a real server over TLS", .timeLimit(.minutes(1)))
struct ServerTests {
    private let listing = MethodHandler.answering(InvitationServiceMethods.listContacts) { (request: ListContactsRequest, _) in
        ListContactsResponse(nextPageToken: request.schoolID)
    }

    /// The real outside world, in which waits take no time.
    private func impatient(_ configuration: ClientConfiguration) throws -> InvitationClient {
        var environment = try PoolEnvironment.live(configuration)
        environment.sleep = { duration in
            // Waits between attempts are short; timeouts are long and must wait.
            if duration > .seconds(6) { try await Task.sleep(for: duration) }
        }
        return InvitationClient(configuration: configuration, environment: environment)
    }

    private func failure(_ body: () async throws -> some Sendable) async throws -> RPCError {
        do {
            _ = try await body()
        } catch let error as RPCError {
            return error
        }
        throw TestPKI.Failure(description: "the call went well")
    }

    @Test("Many calls at a time share few connections, and each gets its own answer")
    func concurrency() async throws {
        let peers = PeerLog()
        let handler = MethodHandler.answering(InvitationServiceMethods.listContacts) { (request: ListContactsRequest, context) in
            peers.note(context.peer.address)
            await Task.yield()
            return ListContactsResponse(nextPageToken: request.schoolID)
        }
        try await TestServer.with([handler]) { server in
            let configuration = try server.configuration { $0.pool = PoolLimits(connectionsMax: 3, callsPerConnectionMax: 8) }
            try await withInvitationClient(configuration) { client in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<500 {
                        group.addTask {
                            try await client.invitations.listContacts(ListContactsRequest(schoolID: "\(number)")).nextPageToken
                                == "\(number)"
                        }
                    }
                    for try await isRight in group { #expect(isRight) }
                }
            }
            #expect((1...3).contains(peers.count))
        }
    }

    @Test("A server that starts anew is found again")
    func restart() async throws {
        let first = try await TestServer([listing])
        try await withInvitationClient(first.configuration()) { client in
            #expect(try await client.invitations.listContacts(ListContactsRequest(schoolID: "1")).nextPageToken == "1")
            await first.server.drain(gracePeriod: .zero)
            try await TestServer.with([listing], port: first.port) { _ in
                let page = try await client.invitations.listContacts(ListContactsRequest(schoolID: "2"))
                #expect(page.nextPageToken == "2")
            }
        }
    }

    @Test("A server that drains refuses nothing that another can do")
    func draining() async throws {
        let (entered, gate) = (Gate(), Gate())
        let slow = MethodHandler.answering(InvitationServiceMethods.decline) { (_: DeclineRequest, _) in
            entered.open()
            await gate.pass()
            return DeclineResponse()
        }
        let old = try await TestServer([slow, listing])
        try await TestServer.with([slow, listing]) { new in
            let configuration = try old.configuration { configuration in
                configuration.endpoints.append(.init(host: "127.0.0.1", port: new.port))
                configuration.pool.connectionsMax = 2
            }
            try await withInvitationClient(configuration) { client in
                async let declined = client.invitations.decline(DeclineRequest(token: "t"))
                await entered.pass()
                async let drained: Void = old.server.drain(gracePeriod: .seconds(30))
                // The old server's only connection has the slow call; the rest goes over until the new one takes it.
                for number in 0..<20 {
                    let page = try await client.invitations.listContacts(ListContactsRequest(schoolID: "\(number)"))
                    #expect(page.nextPageToken == "\(number)")
                }
                gate.open()
                _ = try await declined
                await drained
            }
        }
    }

    @Test("What may have been executed is not sent twice, what may be repeated is")
    func repetition() async throws {
        let (declines, redeems) = (Counter(), Counter())
        let handlers = [
            MethodHandler.answering(InvitationServiceMethods.decline) { (_: DeclineRequest, _) -> DeclineResponse in
                declines.increment()
                throw RPCError(.unavailable, reason: "DISK_FULL", "Try again.", domain: "invitation.v1")
            },
            MethodHandler.answering(InvitationServiceMethods.redeem) { (_: RedeemRequest, _) -> RedeemResponse in
                guard redeems.increment() == 3 else {
                    throw RPCError(.unavailable, reason: "DISK_FULL", "Try again.", domain: "invitation.v1")
                }
                return RedeemResponse(schoolName: "Third")
            },
        ]
        try await TestServer.with(handlers) { server in
            try await withRunning(impatient(server.configuration())) { client in
                let error = try await failure { try await client.invitations.decline(DeclineRequest(token: "t")) }
                #expect(error.reason == "DISK_FULL")
                #expect(declines.value == 1)
                #expect(try await client.invitations.redeem(RedeemRequest(token: "t")).schoolName == "Third")
                #expect(redeems.value == 3)
                _ = try await failure {
                    try await client.invitations.decline(DeclineRequest(token: "t"), options: CallOptions(isRepeatable: true))
                }
                #expect(declines.value == 1 + 5)
            }
        }
    }

    @Test("The timeout reaches the server")
    func deadlineSent() async throws {
        let limits = PeerLog()
        let handler = MethodHandler.answering(InvitationServiceMethods.listContacts) { (request: ListContactsRequest, context) in
            limits.note("\(request.schoolID) \(context.deadline - .now() <= .seconds(Int64(request.schoolID) ?? 0))")
            return ListContactsResponse()
        }
        try await TestServer.with([handler]) { server in
            try await withInvitationClient(server.configuration { $0.timeoutDefault = .seconds(20) }) { client in
                _ = try await client.invitations.listContacts(ListContactsRequest(schoolID: "20"))
                _ = try await client.invitations.listContacts(
                    ListContactsRequest(schoolID: "9"), options: CallOptions(timeout: .seconds(9)))
            }
        }
        #expect(limits.values == ["20 true", "9 true"])
    }

    @Test("A call that is not answered in time fails")
    func deadline() async throws {
        let gate = Gate()
        let silent = MethodHandler.answering(InvitationServiceMethods.listContacts) { (_: ListContactsRequest, _) in
            await gate.pass()
            return ListContactsResponse()
        }
        try await TestServer.with([silent]) { server in
            try await withInvitationClient(server.configuration()) { client in
                let error = try await failure {
                    try await client.invitations.listContacts(ListContactsRequest(), options: CallOptions(timeout: .milliseconds(200)))
                }
                #expect(error.code == .deadlineExceeded)
            }
            gate.open()
        }
    }

    @Test("Nothing listening is UNAVAILABLE, tried as often as the policy says")
    func nothingListening() async throws {
        let server = try await TestServer([listing])
        await server.server.drain(gracePeriod: .zero)
        try await withRunning(impatient(server.configuration())) { client in
            let error = try await failure { try await client.invitations.listContacts(ListContactsRequest()) }
            #expect(error.code == .unavailable)
            #expect(error.reason == WireReason.notConnected.rawValue)
            #expect(error.message.contains("127.0.0.1:\(server.port)"))
        }
    }

    @Test("A server of a foreign authority is not trusted, and that is said")
    func wrongAuthority() async throws {
        let foreign = try TestPKI.foreign.get().authority
        try await TestServer.with([listing]) { server in
            let configuration = try server.configuration { $0.tls.serverAuthoritiesFile = foreign }
            try await withInvitationClient(configuration) { client in
                let error = try await failure { try await client.invitations.listContacts(ListContactsRequest()) }
                #expect(error.code == .unavailable)
                #expect(error.reason == "SERVER_NOT_TRUSTED")
            }
        }
    }

    @Test("The certificate must have the name asked for, which need not be the address")
    func serverNames() async throws {
        try await TestServer.with([listing]) { server in
            try await withInvitationClient(server.configuration { $0.serverName = "localhost" }) { client in
                _ = try await client.invitations.listContacts(ListContactsRequest())
            }
            try await withInvitationClient(server.configuration { $0.serverName = "other.example" }) { client in
                let error = try await failure { try await client.invitations.listContacts(ListContactsRequest()) }
                #expect(error.reason == "SERVER_NOT_TRUSTED")
            }
        }
    }

    @Test("A server that refuses the client's certificate makes calls UNAUTHENTICATED")
    func refusedCertificate() async throws {
        let foreign = try TestPKI.foreign.get()
        try await TestServer.with([listing]) { server in
            let configuration = try server.configuration {
                $0.tls.certificate = TLSCertificate(chainFile: foreign.certificate("portal"), privateKeyFile: foreign.key("portal"))
            }
            try await withInvitationClient(configuration) { client in
                let error = try await failure { try await client.invitations.listContacts(ListContactsRequest()) }
                #expect(error.code == .unauthenticated)
            }
        }
    }

    @Test("A file that is missing is said when the client is made")
    func missingFile() async throws {
        let configuration = ClientConfiguration(
            host: "127.0.0.1", port: 1, trustRootsFile: "/nonexistent/ca.pem", certificateFile: "/nonexistent/a.pem",
            privateKeyFile: "/nonexistent/a.key")
        #expect(throws: TLSConfigurationError.self) { try InvitationClient(configuration: configuration) }
    }

    @Test("A feed is sent record by record, and a feed that fails cancels the call")
    func importing() async throws {
        let received = Counter()
        let roster = MethodHandler(
            RosterServiceMethods.importRoster,
            .clientStreaming { requests, _ in
                for try await _ in DecodedMessages<ImportRosterRequest>(requests: requests) { received.increment() }
                return try ImportRosterResponse(pupils: Int64(received.value)).encoded()
            })
        try await TestServer.with([roster]) { server in
            try await withInvitationClient(server.configuration()) { client in
                let records = (0..<1000).map { ImportRosterRequest(record: .pupil(RosterPupil(pupil: Pupil(id: "\($0)")))) }
                let response = try await client.importRoster(
                    AsyncStream { continuation in
                        for record in records { continuation.yield(record) }
                        continuation.finish()
                    })
                #expect(response.pupils == 1000)
                await #expect(throws: TestPKI.Failure.self) {
                    try await client.importRoster(
                        AsyncThrowingStream<ImportRosterRequest, any Error> { continuation in
                            continuation.yield(records[0])
                            continuation.finish(throwing: TestPKI.Failure(description: "page 2 is missing"))
                        })
                }
            }
        }
    }

    @Test("A call of a cancelled task ends, and so does one after the client was shut down")
    func endings() async throws {
        let (entered, gate) = (Gate(), Gate())
        let slow = MethodHandler.answering(InvitationServiceMethods.listContacts) { (_: ListContactsRequest, _) in
            entered.open()
            await gate.pass()
            return ListContactsResponse()
        }
        try await TestServer.with([slow]) { server in
            try await withInvitationClient(server.configuration()) { client in
                let call = Task { try await client.invitations.listContacts(ListContactsRequest()) }
                await entered.pass()
                call.cancel()
                let error = try await failure { try await call.value }
                #expect(error.code == .cancelled)
                client.shutDown()
                let late = try await failure { try await client.invitations.listContacts(ListContactsRequest()) }
                #expect(late.reason == "CLIENT_SHUT_DOWN")
            }
            gate.open()
        }
    }
}

private final class PeerLog: Sendable {
    private let log = Mutex<Set<String>>([])

    func note(_ text: String) { log.withLock { log in _ = log.insert(text) } }
    var values: Set<String> { log.withLock { $0 } }
    var count: Int { values.count }
}
