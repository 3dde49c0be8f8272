import NIOCore
import RPC

extension RPCError {
    /// What a caller is told of a transport that failed, without saying yet whether a call had been sent.
    init(transport error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case TLSError.certificateRefused(let alert):
            // A server that refuses our certificate reads nothing of what we sent behind it.
            self = RPCError(
                .unauthenticated, reason: "CERTIFICATE_REFUSED", "The server refused this client's certificate: \(alert).",
                wasNotExecuted: true)
        case TLSError.peerNotTrusted(let why):
            self = RPCError(
                .unavailable, reason: "SERVER_NOT_TRUSTED", "The server's certificate is not trusted: \(why).", wasNotExecuted: true)
        case TLSError.handshakeTimeout, TLSError.closedDuringHandshake, TLSError.protocolFailure, TLSError.tooMuchBeforeHandshake:
            self = WireReason.connectionLost.error("The connection failed: \(error).")
        default: self = WireReason.connectionLost.error("The connection failed.")
        }
    }
}
