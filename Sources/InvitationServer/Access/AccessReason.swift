internal import RPC

/// The reasons for which a caller is turned away before its call is looked at.
enum AccessReason: String, Sendable, Hashable, CaseIterable {
    case certificateUnknown = "CERTIFICATE_UNKNOWN"
    case certificateAmbiguous = "CERTIFICATE_AMBIGUOUS"
    case roleNotPermitted = "ROLE_NOT_PERMITTED"
    case tokenRequired = "TOKEN_REQUIRED"
    case tokenInvalid = "TOKEN_INVALID"
    case tokenExpired = "TOKEN_EXPIRED"
    case tokenNotAccepted = "TOKEN_NOT_ACCEPTED"

    var code: StatusCode {
        switch self {
        case .certificateUnknown, .certificateAmbiguous, .tokenRequired, .tokenInvalid, .tokenExpired: .unauthenticated
        case .roleNotPermitted, .tokenNotAccepted: .permissionDenied
        }
    }

    /// What the caller can do. Never says what a token holds.
    private var message: String {
        switch self {
        case .certificateUnknown: "The client certificate is not in the service's role map: ask its operator to add it."
        case .certificateAmbiguous: "The client certificate has names of several lines of the role map: use one for each purpose."
        case .roleNotPermitted: "The role of this certificate may not call this method."
        case .tokenRequired: "Name the administrator: send metadata authorization with 'Bearer ' and their token."
        case .tokenInvalid: "The bearer token is not one that this service accepts."
        case .tokenExpired: "The bearer token has expired: get a new one."
        case .tokenNotAccepted: "A bearer token is not accepted with this certificate: send none."
        }
    }

    func error(_ message: String? = nil, metadata: [String: String] = [:]) -> RPCError {
        RPCError(code, reason: rawValue, message ?? self.message, domain: serviceDomain, metadata: metadata)
    }
}
