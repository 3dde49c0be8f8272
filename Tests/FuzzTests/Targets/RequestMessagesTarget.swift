import InvitationAPI
import NIOCore
import ProtobufRuntime
import RPC
import RPCServices

extension FuzzTarget {
    /// Every message that a server decodes; the first byte chooses which. Through the fence to a value, to bytes, and back.
    static let requestMessages = FuzzTarget(name: "request-messages") { input in
        guard let first = input.first else { return }
        let type = RequestMessages.all[Int(first) % RequestMessages.all.count]
        try goAround(type, Array(input.dropFirst()))
    }

    private static func goAround<Message: ProtobufMessage>(_ type: Message.Type, _ bytes: [UInt8]) throws {
        let message: Message
        do {
            message = try Message(decoding: bytes)
        } catch {
            let told = RPCError(refusing: error)
            try promise(told.reason != nil && told.message.utf8.count < 1024, "a refusal that says nothing, or too much")
            return
        }
        let encoded = try message.encodedBytes()
        try promise(try Message(decoding: encoded) == message, "\(Message.fullName) is another one once it was encoded")
        try promise(try message.encoded() == ByteBuffer(bytes: encoded), "\(Message.fullName) is other bytes in a buffer")
    }
}

/// Every message that a client may send: a test holds the list against the contract. New ones go to the end, for the corpus counts them.
enum RequestMessages {
    static let all: [any ProtobufMessage.Type] = [
        ListContactsRequest.self, SendInvitationsRequest.self, ReinviteRequest.self, RedeemRequest.self, DeclineRequest.self,
        CheckAccessRequest.self, GetContactRequest.self, RevokeAccessRequest.self, ListContactEventsRequest.self,
        ListSchoolEventsRequest.self, GetPolicyRequest.self, SetPolicyRequest.self, PauseRequest.self, PreviewEmailRequest.self,
        ClearBounceRequest.self, LiftCourtOrderRequest.self, EraseContactRequest.self, ImportRosterRequest.self, ReleaseRequest.self,
        HealthCheckRequest.self, HealthListRequest.self, ServerReflectionRequest.self, ReportBounceRequest.self, ListMailRequest.self,
        GetMailRequest.self,
        RetryRequest.self, HoldRequest.self,
    ]
}
