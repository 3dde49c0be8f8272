/// How a call failed: a canonical code, a sentence that says what the *caller* can do, and a stable reason.
///
/// Travels as `google.rpc.Status`; reason, domain and metadata as one `google.rpc.ErrorInfo` detail (AIP-193), the delay as
/// `google.rpc.RetryInfo`. The cause of an error is logged where it happened and never becomes part of this value.
public struct RPCError: Error, Hashable, Sendable {
    /// What kind of failure it is, for programs that know no reasons.
    public var code: StatusCode
    /// Public English text; no personal values, no internals.
    public var message: String
    /// `UPPER_SNAKE`, stable across versions; nil when the peer sent none.
    public var reason: String?
    /// The namespace of `reason`: `invitation.v1` for the service, `ttrpc` for the wire itself.
    public var domain: String
    /// What a program needs to act on the reason: a field's name, a count, an instant in RFC 3339.
    public var metadata: [String: String]
    /// When trying again makes sense, if the server said so.
    public var retryAfter: Duration?
    /// Whether it is certain that no handler ran: the call never left, or the server refused it unread. Such a call may be
    /// sent again whatever it does. Not sent; a client derives it from where the call failed and from `WireReason`.
    public var wasNotExecuted: Bool

    /// A failure to throw from a handler, or as a client read it.
    public init(
        _ code: StatusCode, reason: String?, _ message: String, domain: String = RPCError.wireDomain,
        metadata: [String: String] = [:], retryAfter: Duration? = nil, wasNotExecuted: Bool = false
    ) {
        self.code = code
        self.message = message
        self.reason = reason
        self.domain = domain
        self.metadata = metadata
        self.retryAfter = retryAfter
        self.wasNotExecuted = wasNotExecuted
    }

    /// Domain of the reasons that the wire itself gives, whatever service runs on it.
    public static let wireDomain = "ttrpc"
}
