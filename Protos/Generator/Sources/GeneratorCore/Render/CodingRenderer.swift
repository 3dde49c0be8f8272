/// A message's conformance to `ProtobufMessage`: its passage through protobuf-c's struct.
struct CodingRenderer {
    let visibility: String

    func render(_ message: SwiftFile.Message, _ printer: inout Printer) {
        printer.block("extension \(message.type): ProtobufMessage") { printer in
            printer.line("\(visibility) static let fullName = \"\(message.fullName)\"")
            printer.line("\(visibility) static let descriptor = MessageDescriptor(of: \(message.cInitializer))")
            printer.line()
            printer.block("\(visibility) init(unsafeCMessage: UnsafeRawPointer)") { printer in
                printer.line("self.init()")
                guard !message.decoding.isEmpty else { return }
                printer.line("let c = unsafeCMessage.assumingMemoryBound(to: \(message.cType).self)")
                printer.lines(message.decoding)
            }
            printer.line()
            printer.block("\(visibility) func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer") { printer in
                printer.line("let c = arena.make(\(message.cType).self, \(message.cInitializer))")
                printer.lines(message.encoding)
                printer.line("return UnsafeMutableRawPointer(c)")
            }
        }
    }
}
