import InvitationAPI
import RPC
import Synchronization
import Testing

@testable import InvitationClient

@Suite("Administrators' tokens", .timeLimit(.minutes(1)))
struct AdministratorTokenTests {
    @Test("A call carries its own administrator's token, or the configuration's, and one at most")
    func sent() async throws {
        let seen = Mutex<[[String]]>([])
        let handler = MethodHandler.answering(InvitationServiceMethods.listContacts) {
            (_: ListContactsRequest, context) -> ListContactsResponse in
            let values = context.metadata.pairs.filter { $0.key == "authorization" }.map(\.value)
            seen.withLock { $0.append(values) }
            return ListContactsResponse()
        }
        let bob = try #require(AdministratorToken("bob.b.b"))
        try await TestServer.with([handler]) { server in
            for administrator in [nil, AdministratorToken("alice.a.a")] {
                try await withInvitationClient(server.configuration { $0.administrator = administrator }) { client in
                    _ = try await client.invitations.listContacts(ListContactsRequest())
                    _ = try await client.invitations.listContacts(ListContactsRequest(), options: CallOptions().on(behalfOf: bob))
                }
            }
        }
        #expect(seen.withLock { $0 } == [[], ["Bearer bob.b.b"], ["Bearer alice.a.a"], ["Bearer bob.b.b"]])
    }

    @Test("A token is one word of printable ASCII, and shows itself to nobody")
    func hidden() throws {
        for text in ["", "a b", "a\n", "a\u{0}", "ä", " a"] { #expect(AdministratorToken(text) == nil) }
        let token = try #require(AdministratorToken("secret.secret.secret"))
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), String(describing: token), dumped] { #expect(!text.contains("secret")) }
    }
}
