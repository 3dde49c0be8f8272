public import RPC
internal import Synchronization

/// `grpc.reflection.v1.ServerReflection`: what the server serves, and the files that describe it.
///
/// What has no answer is answered with an error inside the message, and the stream goes on. proto3 has no extensions to ask for.
/// Source: gRPC's "GRPC Server Reflection Protocol".
public struct ReflectionHandlers: ServerReflection {
    private let files: FirstAsked
    private let services: [String]

    /// - Parameters:
    ///   - services: the full names of the services served; this one is added.
    ///   - files: what is described; made at the first question about a file, and kept. A question fails with what it throws.
    public init(services: Set<String>, files: @escaping @Sendable () throws -> DescribedFiles) {
        self.files = FirstAsked(make: files)
        self.services = services.union(["grpc.reflection.v1.ServerReflection"]).sorted()
    }

    /// One answer a question.
    public func serverReflectionInfo(
        _ requests: DecodedMessages<ServerReflectionRequest>, context: ServerContext, responses: MessageWriter<ServerReflectionResponse>
    ) async throws {
        for try await request in requests {
            try await responses.send(
                ServerReflectionResponse(validHost: request.host, originalRequest: request, messageResponse: try answer(request)))
        }
    }

    private func answer(_ request: ServerReflectionRequest) throws -> ServerReflectionResponse.MessageResponse {
        switch request.messageRequest {
        case .listServices:
            .listServicesResponse(ListServiceResponse(service: services.map { ServiceResponse(name: $0) }))
        case .fileByFilename(let name):
            described(try files.get().file(named: name))
        case .fileContainingSymbol(let symbol):
            described(try files.get().file(declaring: symbol))
        case .fileContainingExtension, .allExtensionNumbersOfType:
            error(.unimplemented, "The server's contracts are proto3, which has no extensions.")
        case nil:
            error(.invalidArgument, "The question is empty, or newer than this server.")
        }
    }

    private func described(_ files: [[UInt8]]?) -> ServerReflectionResponse.MessageResponse {
        guard let files else { return error(.notFound, "The server has no such file, and declares no such symbol.") }
        return .fileDescriptorResponse(FileDescriptorResponse(fileDescriptorProto: files))
    }

    private func error(_ code: StatusCode, _ message: String) -> ServerReflectionResponse.MessageResponse {
        .errorResponse(ErrorResponse(errorCode: code.rawValue, errorMessage: message))
    }
}

/// Read when somebody first asks: most servers are never asked, and none starts later for it.
private final class FirstAsked: Sendable {
    private let make: @Sendable () throws -> DescribedFiles
    private let made = Mutex<DescribedFiles?>(nil)

    init(make: @escaping @Sendable () throws -> DescribedFiles) { self.make = make }

    func get() throws -> DescribedFiles {
        try made.withLock { made in
            if let made { return made }
            let files = try make()
            made = files
            return files
        }
    }
}
