public import ProtobufSchema
public import RPC

/// The methods of a server's services, as the server describes them.
public struct ServiceCatalog: Sendable {
    /// One method with the messages it takes and answers.
    public struct Method: Sendable {
        /// Its name and shape.
        public let descriptor: MethodDescriptor
        /// What it takes.
        public let request: SchemaMessage
        /// What it answers.
        public let response: SchemaMessage
    }

    /// By service, in the order they were named.
    public let methods: [Method]
    /// The services that the server serves and does not describe.
    public let undescribed: [String]

    /// The services of these names.
    public init(_ schema: Schema, services: [String]) {
        methods = services.compactMap(schema.service).flatMap { service in
            service.methods.compactMap { method in
                guard let request = schema.message(method.request), let response = schema.message(method.response) else { return nil }
                let kind: MethodKind =
                    switch (method.hasRequestStream, method.hasResponseStream) {
                    case (false, false): .unary
                    case (true, false): .clientStreaming
                    case (false, true): .serverStreaming
                    case (true, true): .bidirectional
                    }
                return Method(
                    descriptor: MethodDescriptor(
                        service: service.fullName, method: method.name, kind: kind, hasNoSideEffects: method.hasNoSideEffects),
                    request: request, response: response)
            }
        }
        undescribed = services.filter { schema.service($0) == nil }
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
                method.descriptor.path, (sends ? "stream of " : "") + method.request.declaration.fullName,
                (answers ? "stream of " : "") + method.response.declaration.fullName,
            ])
        }
        for service in undescribed { table.add([service, "not described"]) }
        return table
    }
}
