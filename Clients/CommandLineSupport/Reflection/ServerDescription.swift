public import ProtobufSchema
public import RPC
internal import RPCServices

/// What a server serves: as it says itself, over `grpc.reflection.v1.ServerReflection`, or as a file says for a server that does not.
public struct ServerDescription: Sendable {
    private enum Source {
        case server(any RPCCaller, CallOptions, SchemaLimits)
        case file(Schema)
    }

    private let source: Source

    /// - Parameter limits: what the server's description may ask of this program.
    public init(_ caller: any RPCCaller, options: CallOptions = CallOptions(), limits: SchemaLimits = SchemaLimits()) {
        source = .server(caller, options, limits)
    }

    /// - Parameter descriptorSet: a FileDescriptorSet, as `protoc --include_imports --descriptor_set_out` writes it.
    /// - Throws: ``UsageError`` for bytes that are none.
    public init(descriptorSet: [UInt8]) throws {
        do throws(SchemaError) {
            var reader = SchemaReader()
            var files: [SchemaFile] = []
            for bytes in try reader.files(ofSet: descriptorSet) { files.append(try reader.file(bytes)) }
            source = .file(try Schema(files))
        } catch {
            throw UsageError("The file of descriptors cannot be used: \(error).")
        }
    }

    /// Every service with its methods.
    ///
    /// - Throws: `RPCError`.
    public func catalog() async throws -> ServiceCatalog {
        if case .file(let schema) = source {
            return ServiceCatalog(schema, services: schema.files.flatMap(\.services).map(\.fullName))
        }
        return try await session { session in
            let services = try await session.services()
            for service in services { _ = try await session.gather(declaring: service) }
            return ServiceCatalog(try session.schema(), services: services)
        }
    }

    /// The method of a path, `invitation.v1.InvitationService/ListContacts`.
    ///
    /// - Throws: `RPCError`; ``UsageError`` for a path that names none.
    public func method(_ path: String) async throws -> ServiceCatalog.Method {
        let service = String(path.prefix { $0 != "/" })
        let schema = try await schema(declaring: service)
        guard let schema, let method = ServiceCatalog(schema, services: [service]).methods.first(where: { $0.descriptor.path == path })
        else {
            throw UsageError("There is no method \(TerminalText.safe(path)); invitationctl services lists them.")
        }
        return method
    }

    /// A service, method, message or enum as a .proto would have it; a method with its messages.
    ///
    /// - Throws: `RPCError`; ``UsageError`` for a name that names none.
    public func text(of name: String) async throws -> String {
        let symbol = name.split(separator: "/", omittingEmptySubsequences: false).joined(separator: ".")
        guard let schema = try await schema(declaring: symbol), let text = Self.text(of: symbol, in: schema) else {
            throw UsageError("The server has no service, method, message or enum \(TerminalText.safe(name)).")
        }
        return schema.file(declaring: symbol).map { "// \($0)\n\n" + text } ?? text
    }

    private static func text(of symbol: String, in schema: Schema) -> String? {
        if let service = schema.service(symbol) { return ProtoText.text(service) }
        if let message = schema.message(symbol) { return ProtoText.text(message) }
        if let enumeration = schema.enumeration(symbol) { return ProtoText.text(enumeration) }
        guard let dot = symbol.lastIndex(of: "."),
            let method = schema.service(String(symbol[..<dot]))?.methods.first(where: { $0.name == symbol[symbol.index(after: dot)...] })
        else { return nil }
        let messages = [method.request, method.response].compactMap(schema.message)
        return ([ProtoText.text(method)] + messages.prefix(method.request == method.response ? 1 : 2).map(ProtoText.text))
            .joined(separator: "\n")
    }

    /// nil: nothing of the server declares it.
    private func schema(declaring symbol: String) async throws -> Schema? {
        if case .file(let schema) = source { return schema.file(declaring: symbol).map { _ in schema } }
        return try await session { session in try await session.gather(declaring: symbol) ? try session.schema() : nil }
    }

    private func session<Result: Sendable>(
        _ body: @escaping @Sendable (inout ReflectionSession) async throws -> Result
    ) async throws -> Result {
        guard case .server(let caller, let options, let limits) = source else { preconditionFailure("A file is not asked.") }
        do {
            return try await ServerReflectionClient(caller).serverReflectionInfo(options: options) { stream in
                var session = ReflectionSession(stream, limits: limits)
                let result = try await body(&session)
                try await stream.finishRequests()
                return result
            }
        } catch let error as RPCError where error.code == .unimplemented {
            throw RPCError(
                error.code, reason: error.reason,
                "The server does not describe its services: it has no grpc.reflection.v1.ServerReflection. Describe them with --descriptors FILE.",
                domain: error.domain)
        }
    }
}
