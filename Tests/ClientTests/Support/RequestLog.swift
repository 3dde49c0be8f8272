import InvitationAPI
import Synchronization

/// Remembers requests in the order they came.
final class RequestLog: Sendable {
    private let log = Mutex<[SendInvitationsRequest]>([])

    func note(_ request: SendInvitationsRequest) { log.withLock { log in log.append(request) } }
    var values: [SendInvitationsRequest] { log.withLock { $0 } }
}
