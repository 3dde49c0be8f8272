import Foundation
import InvitationAPI
import ProtobufRuntime
import RPC
import Testing

@testable import InvitationClient

@Suite("The example of the documentation", .timeLimit(.minutes(1)))
struct ExampleTests {
    @Test("The code in the article is the code that is compiled and run here")
    func articleIsCode() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let code = try String(contentsOf: tests.appending(path: "Examples/InviteParents.swift"), encoding: .utf8)
        let article = try String(
            contentsOf: root.appending(path: "Clients/InvitationClient/InvitationClient.docc/Inviting.md"), encoding: .utf8)
        #expect(article.contains("```swift\n\(code)```"))
    }

    @Test("R14: the example sends the plan that was confirmed, and reviews again when it changed")
    func example() async throws {
        let (reviews, requests) = (Counter(), RequestLog())
        let handler = MethodHandler.answering(InvitationServiceMethods.sendInvitations) {
            (request: SendInvitationsRequest, _) -> SendInvitationsResponse in
            if request.validateOnly {
                let number = reviews.increment()
                let results = (0..<number).map { InvitationResult(contactID: "\($0)", outcome: .queued) }
                return SendInvitationsResponse(results: results, planToken: "plan \(number)")
            }
            requests.note(request)
            guard request.planToken == "plan 2" else {
                throw RPCError(.aborted, reason: "PLAN_CHANGED", "Review again.", domain: "invitation.v1")
            }
            return SendInvitationsResponse(results: [InvitationResult(contactID: "0"), InvitationResult(contactID: "1")])
        }
        try await TestServer.with([handler]) { server in
            try await withInvitationClient(server.configuration()) { client in
                var seen: [Int] = []
                let count = try await inviteParents(of: "0001", through: client) { results in
                    seen.append(results.count)
                    return true
                }
                #expect(count == 2)
                #expect(seen == [1, 2])
                #expect(requests.values.map(\.planToken) == ["plan 1", "plan 2"])
                #expect(Set(requests.values.map(\.requestID)).count == 1)
                #expect(try await inviteParents(of: "0001", through: client) { _ in false } == 0)
                #expect(requests.values.count == 2)
            }
        }
    }
}
