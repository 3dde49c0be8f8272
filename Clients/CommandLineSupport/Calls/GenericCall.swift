internal import NIOCore
internal import ProtobufJSON
internal import ProtobufSchema
public import RPC

/// Any method, called with JSON and answered with JSON.
public struct GenericCall: Sendable {
    private let method: ServiceCatalog.Method
    private let mapping: JSONMapping
    private let requests: [ByteBuffer]

    /// Reads the requests: one JSON value, or for a method that takes a stream, one on each line.
    ///
    /// - Throws: `JSONError`, ``UsageError``.
    public init(_ method: ServiceCatalog.Method, json: [UInt8]) throws {
        // Whatever the server describes may stand in an Any; the usual limits hold, for what it describes and sends is somebody else's.
        let mapping = JSONMapping(messagesInAny: method.request.schema.allMessages.map { JSONMessageType($0) })
        self.mapping = mapping
        self.method = method
        switch method.descriptor.kind {
        case .unary, .serverStreaming:
            requests = [
                ByteBuffer(
                    bytes: try mapping.wireBytes(fromJSON: json.isEmpty ? Array("{}".utf8) : json, as: JSONMessageType(method.request)))
            ]
        case .clientStreaming:
            requests = try json.split(separator: UInt8(ascii: "\n")).filter { !$0.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
                .map { ByteBuffer(bytes: try mapping.wireBytes(fromJSON: Array($0), as: JSONMessageType(method.request))) }
        case .bidirectional:
            throw UsageError("\(method.descriptor.path) streams both ways, which call does not do.")
        }
    }

    /// Makes the call; `answer` gets each response as text that ends with a line break.
    ///
    /// - Throws: `RPCError`.
    public func run(_ caller: any RPCCaller, options: CallOptions, answer: @escaping @Sendable (String) -> Void) async throws {
        if method.descriptor.kind == .unary {
            return answer(try text(try await caller.unary(method.descriptor, requests[0], options: options)))
        }
        let isClientStreaming = method.descriptor.kind == .clientStreaming
        try await caller.withStream(method.descriptor, first: isClientStreaming ? nil : requests[0], options: options) { stream in
            if isClientStreaming {
                for request in requests { try await stream.requests.send(request) }
                try await stream.finishRequests()
            }
            for try await response in stream.responses { answer(try text(response)) }
        }
    }

    private func text(_ response: ByteBuffer) throws -> String {
        do {
            return try mapping.json(fromWire: Array(response.readableBytesView), as: JSONMessageType(method.response), layout: .pretty)
                + "\n"
        } catch {
            throw RPCError(
                .internal, reason: "MALFORMED_RESPONSE", "The server's answer is not a \(method.response.declaration.fullName): \(error).")
        }
    }
}
