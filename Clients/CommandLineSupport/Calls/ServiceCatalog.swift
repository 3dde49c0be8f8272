internal import CProtobufC
internal import InvitationAPI
internal import InvitationMessages
public import ProtobufRuntime
public import RPC

/// Every method that `call` can make, from the descriptors that are compiled in.
public struct ServiceCatalog: Sendable {
    /// One method with the messages it takes and answers.
    public struct Method: Sendable {
        /// Its name and shape.
        public let descriptor: MethodDescriptor
        /// What it takes.
        public let request: MessageDescriptor
        /// What it answers.
        public let response: MessageDescriptor
    }

    /// In the contract's order.
    public let methods: [Method]

    /// The services of the contract.
    public static let invitation = ServiceCatalog(
        services: [
            invitation__v1__invitation_service__descriptor, invitation__v1__school_service__descriptor,
            invitation__v1__roster_service__descriptor, invitation__v1__outbox_service__descriptor,
        ],
        methods: InvitationServiceMethods.all + SchoolServiceMethods.all + RosterServiceMethods.all + OutboxServiceMethods.all)

    /// protobuf-c knows the messages of each method; whether it streams only the generated tables know.
    private init(services: [ProtobufCServiceDescriptor], methods: [MethodDescriptor]) {
        let descriptors = Dictionary(methods.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        self.methods = services.flatMap { service in
            UnsafeBufferPointer(start: service.methods, count: Int(service.n_methods)).compactMap { method in
                descriptors["\(String(cString: service.name))/\(String(cString: method.name))"].map {
                    Method(
                        descriptor: $0, request: MessageDescriptor(unsafePointer: method.input),
                        response: MessageDescriptor(unsafePointer: method.output))
                }
            }
        }
    }

    /// The method of a path, `invitation.v1.InvitationService/ListContacts`.
    ///
    /// - Throws: ``UsageError`` for a path that names none.
    public func method(_ path: String) throws -> Method {
        guard let method = methods.first(where: { $0.descriptor.path == path }) else {
            throw UsageError("There is no method \(TerminalText.safe(path)); invitationctl services lists them.")
        }
        return method
    }

    /// One method a line, with its messages.
    public var table: Table {
        var table = Table(["METHOD", "REQUEST", "RESPONSE"])
        for method in methods {
            let kind = method.descriptor.kind
            let (sends, answers) = (
                kind == .clientStreaming || kind == .bidirectional, kind == .serverStreaming || kind == .bidirectional
            )
            table.add([
                method.descriptor.path, (sends ? "stream of " : "") + method.request.fullName,
                (answers ? "stream of " : "") + method.response.fullName,
            ])
        }
        return table
    }
}
