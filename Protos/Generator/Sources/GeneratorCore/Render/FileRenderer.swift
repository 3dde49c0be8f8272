/// Third stage: the text of the files. Which ones, who may see their declarations and what they import say the ``Options``.
struct FileRenderer {
    let file: SwiftFile
    let options: Options

    init(_ file: SwiftFile, _ options: Options) {
        self.file = file
        self.options = options
    }

    func outputs() -> [Generator.Output] {
        var outputs: [Generator.Output] = []
        if options.outputs.contains(.values), !(file.messages.isEmpty && file.enums.isEmpty) {
            outputs.append(output("values", values()))
            if !file.messages.isEmpty { outputs.append(output("coding", coding())) }
        }
        if options.outputs.contains(.services), !file.services.isEmpty { outputs.append(output("service", services())) }
        if options.outputs.contains(.clients), !file.services.isEmpty { outputs.append(output("client", clients())) }
        return outputs
    }

    /// `x.values.swift`: what people read.
    private func values() -> String {
        let renderer = ValueRenderer(visibility: options.visibility)
        return rendered(imports: file.enums.isEmpty && !hasNestedEnums(file.messages) ? [] : [seen("ProtobufRuntime")]) { printer in
            for enumeration in file.enums {
                printer.line()
                renderer.render(enumeration, &printer)
            }
            for message in file.messages {
                printer.line()
                renderer.render(message, &printer)
            }
        }
    }

    /// `x.coding.swift`: the passage through protobuf-c.
    private func coding() -> String {
        let all = withNested(file.messages)
        let cModules = options.cModules + (all.contains { $0.usesBinaryData } ? ["CProtobufC"] : [])
        return rendered(imports: cModules.map { "internal import \($0)" } + [seen("ProtobufRuntime")]) { printer in
            for message in all {
                printer.line()
                CodingRenderer(visibility: options.visibility).render(message, &printer)
            }
        }
    }

    /// `x.service.swift`: method tables and what servers implement.
    private func services() -> String {
        // Only an on-loop method's signature shows a buffer.
        let isBufferSeen = file.services.contains { $0.methods.contains { $0.isOnLoop } }
        let imports = (isBufferSeen ? ["NIOCore", "RPC"] : ["RPC"]).map(seen)
        return rendered(imports: imports) { printer in
            for service in file.services { ServiceRenderer(visibility: options.visibility).render(service, &printer) }
        }
    }

    /// `x.client.swift`: typed clients.
    private func clients() -> String {
        let api = options.apiModule.map { [seen($0)] } ?? []
        return rendered(imports: api + [seen("RPC")]) { printer in
            for service in file.services {
                printer.line()
                ClientRenderer(visibility: options.visibility).render(service, &printer)
            }
        }
    }

    private func rendered(imports: [String], _ body: (inout Printer) -> Void) -> String {
        var printer = Printer()
        printer.line("// Generated from \(file.source) by protoc-gen-ttrpc-swift. Change the contract, not this file.")
        if !imports.isEmpty { printer.line() }
        printer.lines(imports.sorted { $0.split(separator: " ")[2] < $1.split(separator: " ")[2] })
        body(&printer)
        return printer.text
    }

    /// The import of a module whose types show in declarations.
    private func seen(_ module: String) -> String { "\(options.visibility) import \(module)" }

    private func output(_ kind: String, _ text: String) -> Generator.Output {
        let name = file.source.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? file.source
        return Generator.Output(name: "\(name).\(kind).swift", text: text)
    }

    private func withNested(_ messages: [SwiftFile.Message]) -> [SwiftFile.Message] {
        messages.flatMap { [$0] + withNested($0.messages) }
    }

    private func hasNestedEnums(_ messages: [SwiftFile.Message]) -> Bool { withNested(messages).contains { !$0.enums.isEmpty } }
}
