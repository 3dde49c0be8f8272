/// What a server needs of a service: the method table, the protocol to implement, and how messages reach the implementation.
struct ServiceRenderer {
    let visibility: String

    func render(_ service: SwiftFile.Service, _ printer: inout Printer) {
        printer.line()
        table(service, &printer)
        printer.line()
        requirements(service, &printer)
        printer.line()
        handlers(service, &printer)
        printer.line()
        defaults(service, &printer)
    }

    private func table(_ service: SwiftFile.Service, _ printer: inout Printer) {
        printer.line("/// The methods of `\(service.fullName)`.")
        printer.block("\(visibility) enum \(service.name)Methods") { printer in
            for method in service.methods {
                printer.docs(method.docs, fallback: method.wireName)
                let effects = method.hasNoSideEffects ? ", hasNoSideEffects: true" : ""
                printer.line("\(visibility) static let \(Names.escaped(method.name)) = MethodDescriptor(")
                printer.line(
                    "    service: \"\(service.fullName)\", method: \"\(method.wireName)\", kind: .\(method.kind.rawValue)\(effects))")
            }
            printer.line()
            printer.line("/// All of them, in the contract's order.")
            printer.line("\(visibility) static let all: [MethodDescriptor] = [")
            for method in service.methods { printer.line("    \(Names.escaped(method.name)),") }
            printer.line("]")
        }
    }

    private func requirements(_ service: SwiftFile.Service, _ printer: inout Printer) {
        printer.docs(service.docs, fallback: "The service `\(service.fullName)`.")
        printer.line("///")
        printer.line("/// What a server implements. A method left out answers UNIMPLEMENTED.")
        printer.block("\(visibility) protocol \(service.name): RPCService") { printer in
            for (index, method) in service.methods.enumerated() {
                if index > 0 { printer.line() }
                printer.docs(method.docs, fallback: method.wireName)
                if method.isOnLoop {
                    printer.line("///")
                    printer.line(
                        "/// Runs on the connection's event loop: appends the encoded answer to `response`, or promises one for later.")
                }
                printer.lines(signature(method))
            }
        }
    }

    private func handlers(_ service: SwiftFile.Service, _ printer: inout Printer) {
        printer.block("extension \(service.name)") { printer in
            printer.line("/// Every method, with messages decoded before and encoded after it.")
            printer.block("\(visibility) var methodHandlers: [MethodHandler]") { printer in
                printer.line("[")
                for method in service.methods {
                    printer.line("    MethodHandler(\(service.name)Methods.\(Names.escaped(method.name)), \(form(method))")
                    for line in call(method) { printer.line("        " + line) }
                    printer.line("    }),")
                }
                printer.line("]")
            }
        }
    }

    private func defaults(_ service: SwiftFile.Service, _ printer: inout Printer) {
        printer.block("extension \(service.name)") { printer in
            for (index, method) in service.methods.enumerated() {
                if index > 0 { printer.line() }
                printer.line("/// Answers UNIMPLEMENTED.")
                var lines = signature(method)
                lines[0] = "\(visibility) " + lines[0]
                lines[lines.count - 1] += " {"
                printer.lines(lines)
                printer.line("    throw RPCError.unimplemented(\(service.name)Methods.\(Names.escaped(method.name)))")
                printer.line("}")
            }
        }
    }

    private func signature(_ method: SwiftFile.Method) -> [String] {
        let name = Names.escaped(method.name)
        let requests = "_ requests: DecodedMessages<\(method.request)>"
        let responses = "responses: MessageWriter<\(method.response)>"
        return switch (method.kind, method.isOnLoop) {
        case (.unary, true):
            [
                "func \(name)(",
                "    _ request: \(method.request), context: ServerContext, response: inout ByteBuffer",
                ") throws -> OnLoopAnswer",
            ]
        case (.unary, false):
            ["func \(name)(_ request: \(method.request), context: ServerContext) async throws -> \(method.response)"]
        case (.clientStreaming, _):
            ["func \(name)(_ requests: DecodedMessages<\(method.request)>, context: ServerContext) async throws -> \(method.response)"]
        case (.serverStreaming, _):
            ["func \(name)(", "    _ request: \(method.request), context: ServerContext, \(responses)", ") async throws"]
        case (.bidirectional, _):
            ["func \(name)(", "    \(requests), context: ServerContext, \(responses)", ") async throws"]
        }
    }

    private func form(_ method: SwiftFile.Method) -> String {
        switch (method.kind, method.isOnLoop) {
        case (.unary, true): ".onLoop { request, context, response in"
        case (.unary, false): ".unary { request, context in"
        case (.clientStreaming, _): ".clientStreaming { requests, context in"
        case (.serverStreaming, _): ".serverStreaming { request, context, responses in"
        case (.bidirectional, _): ".bidirectional { requests, context, responses in"
        }
    }

    private func call(_ method: SwiftFile.Method) -> [String] {
        let name = "self.\(method.name)"
        let request = "\(method.request)(decoding: request)"
        switch (method.kind, method.isOnLoop) {
        case (.unary, true):
            return ["try \(name)(\(request), context: context, response: &response)"]
        case (.unary, false):
            return ["try await \(name)(\(request), context: context).encoded()"]
        case (.clientStreaming, _):
            return ["try await \(name)(DecodedMessages(requests: requests), context: context).encoded()"]
        case (.serverStreaming, _):
            return ["try await \(name)(\(request), context: context, responses: MessageWriter(responses: responses))"]
        case (.bidirectional, _):
            return [
                "try await \(name)(",
                "    DecodedMessages(requests: requests), context: context, responses: MessageWriter(responses: responses))",
            ]
        }
    }
}
