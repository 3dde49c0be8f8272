internal import ProtobufSchema
internal import RPC
internal import RPCServices

/// One conversation with a server about its schema: questions and answers in turn, and the files gathered so far.
///
/// The server may be anybody: what it sends is read under ``SchemaLimits``, and every question it is asked brings a file that was missing.
struct ReflectionSession {
    private let requests: MessageWriter<ServerReflectionRequest>
    private var answers: DecodedMessages<ServerReflectionResponse>.AsyncIterator
    private var reader: SchemaReader
    /// What was read already: servers send imports again with every answer.
    private var seen: Set<[UInt8]> = []
    private var files: [SchemaFile] = []
    private var names: Set<String> = []

    init(_ stream: TypedClientStream<ServerReflectionRequest, ServerReflectionResponse>, limits: SchemaLimits) {
        requests = stream.requests
        answers = stream.responses.makeAsyncIterator()
        reader = SchemaReader(limits: limits)
    }

    /// The names of all services.
    mutating func services() async throws -> [String] {
        guard case .listServicesResponse(let list) = try await ask(.listServices("")) else { throw Self.unasked }
        return list.service.map(\.name)
    }

    /// Gathers the file that declares a symbol, and all it imports. Answers false if the server has none.
    mutating func gather(declaring symbol: String) async throws -> Bool {
        guard try await gather(.fileContainingSymbol(symbol)) else { return false }
        while let missing = files.lazy.flatMap(\.dependencies).first(where: { !names.contains($0) }) {
            guard try await gather(.fileByFilename(missing)), names.contains(missing) else {
                throw WireReason.malformedResponse.error("The server does not describe \(missing), which its other files import.")
            }
        }
        return true
    }

    /// All that was gathered.
    func schema() throws -> Schema { try Self.understood { () throws(SchemaError) in try Schema(files) } }

    private mutating func gather(_ question: ServerReflectionRequest.MessageRequest) async throws -> Bool {
        switch try await ask(question) {
        case .fileDescriptorResponse(let response):
            for bytes in response.fileDescriptorProto where seen.insert(bytes).inserted {
                let file = try Self.understood { () throws(SchemaError) in try reader.file(bytes) }
                guard names.insert(file.name).inserted else {
                    throw WireReason.malformedResponse.error("The server describes \(file.name) in two ways.")
                }
                files.append(file)
            }
            return true
        case .errorResponse(let error) where error.errorCode == StatusCode.notFound.rawValue:
            return false
        case .errorResponse(let error):
            throw RPCError(
                StatusCode(rawValue: error.errorCode), reason: nil, "The server does not say: \(TerminalText.safe(error.errorMessage))")
        default:
            throw Self.unasked
        }
    }

    private mutating func ask(
        _ question: ServerReflectionRequest.MessageRequest
    ) async throws -> ServerReflectionResponse.MessageResponse? {
        try await requests.send(ServerReflectionRequest(messageRequest: question))
        guard let answer = try await answers.next() else {
            throw WireReason.malformedResponse.error("The server ended the call without an answer.")
        }
        return answer.messageResponse
    }

    private static var unasked: RPCError { WireReason.malformedResponse.error("The server answered another question than the one asked.") }

    private static func understood<Value>(_ body: () throws(SchemaError) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw WireReason.malformedResponse.error("The server's description of itself cannot be used: \(error).")
        }
    }
}
