/// A typed client of a service.
struct ClientRenderer {
    let visibility: String

    func render(_ service: SwiftFile.Service, _ printer: inout Printer) {
        printer.docs(service.docs, fallback: "Calls `\(service.fullName)`.")
        printer.line("///")
        printer.line("/// Calls `\(service.fullName)` through any caller. Every method throws `RPCError`.")
        printer.block("\(visibility) struct \(service.name)Client: Sendable") { printer in
            printer.line("private let caller: any RPCCaller")
            printer.line()
            printer.line("/// A client that calls through a connection, a pool or a test's pipe.")
            printer.block("\(visibility) init(_ caller: any RPCCaller)") { printer in printer.line("self.caller = caller") }
            for method in service.methods {
                printer.line()
                printer.docs(method.docs, fallback: method.wireName)
                render(method, "\(service.name)Methods.\(Names.escaped(method.name))", &printer)
            }
        }
    }

    private func render(_ method: SwiftFile.Method, _ descriptor: String, _ printer: inout Printer) {
        let head = "\(visibility) func \(Names.escaped(method.name))"
        let options = "options: CallOptions = CallOptions()"
        switch method.kind {
        case .unary:
            printer.line("\(head)(")
            printer.line("    _ request: \(method.request), \(options)")
            printer.block(") async throws -> \(method.response)") { printer in
                printer.line("try await caller.unary(\(descriptor), request, options: options)")
            }
        case .clientStreaming:
            printer.line("///")
            printer.line("/// `send` writes the requests; when it returns, there are no more, and the answer is awaited.")
            printer.line("\(head)(")
            printer.line("    \(options), send: @Sendable (MessageWriter<\(method.request)>) async throws -> Void")
            printer.block(") async throws -> \(method.response)") { printer in
                printer.line("try await caller.clientStreaming(\(descriptor), options: options, send: send)")
            }
        case .serverStreaming:
            printer.line("///")
            printer.line("/// `receive` reads the responses; leaving it cancels the call.")
            printer.line("\(head)<Result: Sendable>(")
            printer.line("    _ request: \(method.request), \(options),")
            printer.line("    receive: @Sendable (DecodedMessages<\(method.response)>) async throws -> Result")
            printer.block(") async throws -> Result") { printer in
                printer.line("try await caller.serverStreaming(\(descriptor), request, options: options, receive: receive)")
            }
        case .bidirectional:
            printer.line("///")
            printer.line("/// `body` writes requests and reads responses; leaving it cancels the call.")
            printer.line("\(head)<Result: Sendable>(")
            printer.line("    \(options),")
            printer.line("    _ body: @Sendable (TypedClientStream<\(method.request), \(method.response)>) async throws -> Result")
            printer.block(") async throws -> Result") { printer in
                printer.line("try await caller.bidirectional(\(descriptor), options: options, body)")
            }
        }
    }
}
