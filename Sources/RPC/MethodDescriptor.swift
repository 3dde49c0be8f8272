/// Which of the four shapes a method has.
public enum MethodKind: Sendable, Hashable {
    case unary, clientStreaming, serverStreaming, bidirectional
}

/// One method of a service, as the generated method tables list it.
public struct MethodDescriptor: Sendable, Hashable {
    /// Full name of the service: `invitation.v1.InvitationService`.
    public let service: String
    /// Name of the method: `ListContacts`.
    public let method: String
    /// How many messages each side sends.
    public let kind: MethodKind
    /// `option idempotency_level = NO_SIDE_EFFECTS`: a client may repeat it freely.
    public let hasNoSideEffects: Bool

    /// Generated method tables call this.
    public init(service: String, method: String, kind: MethodKind, hasNoSideEffects: Bool = false) {
        self.service = service
        self.method = method
        self.kind = kind
        self.hasNoSideEffects = hasNoSideEffects
    }

    /// `invitation.v1.InvitationService/ListContacts`, for people and logs.
    public var path: String { "\(service)/\(method)" }
}
