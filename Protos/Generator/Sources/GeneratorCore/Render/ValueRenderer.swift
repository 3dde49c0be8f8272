/// Messages as structs, oneofs and enums as enums.
struct ValueRenderer {
    let visibility: String

    func render(_ message: SwiftFile.Message, _ printer: inout Printer) {
        printer.docs(message.docs, fallback: "The message `\(message.fullName)`.")
        printer.block("\(visibility) struct \(message.declaration): Sendable, Hashable") { printer in
            for property in message.properties {
                printer.docs(property.docs, fallback: property.name)
                printer.line("\(visibility) var \(Names.escaped(property.name)): \(property.type) = \(property.defaultValue)")
            }
            if !message.properties.isEmpty { printer.line() }
            printer.line("/// The message with every field at its default.")
            printer.line("\(visibility) init() {}")
            if !message.properties.isEmpty {
                printer.line()
                memberwise(message.properties, &printer)
            }
            for oneof in message.oneofs {
                printer.line()
                render(oneof, &printer)
            }
            for enumeration in message.enums {
                printer.line()
                render(enumeration, &printer)
            }
            for nested in message.messages {
                printer.line()
                render(nested, &printer)
            }
        }
    }

    /// An initializer longer than this has a line for every parameter.
    private static let longestHead = 100

    private func memberwise(_ properties: [SwiftFile.Property], _ printer: inout Printer) {
        let parameters = properties.map { "\(Names.escaped($0.name)): \($0.type) = \($0.defaultValue)" }
        var head = "\(visibility) init(\(parameters.joined(separator: ", ")))"
        printer.line("/// The message with the fields given, and all others at their default.")
        if head.count > Self.longestHead {
            printer.line("\(visibility) init(")
            printer.lines(parameters.enumerated().map { "    \($1)" + ($0 == parameters.count - 1 ? "" : ",") })
            head = ")"
        }
        printer.block(head) { printer in
            for property in properties { printer.line("self.\(property.name) = \(Names.escaped(property.name))") }
        }
    }

    private func render(_ oneof: SwiftFile.Oneof, _ printer: inout Printer) {
        printer.docs(oneof.docs, fallback: oneof.declaration)
        printer.block("\(visibility) enum \(oneof.declaration): Sendable, Hashable") { printer in
            for (name, payload, docs) in oneof.cases {
                printer.docs(docs, fallback: name)
                printer.line("case \(Names.escaped(name))(\(payload))")
            }
        }
    }

    func render(_ enumeration: SwiftFile.Enum, _ printer: inout Printer) {
        printer.docs(enumeration.docs, fallback: "The enum `\(enumeration.declaration)`.")
        printer.block("\(visibility) enum \(enumeration.declaration): ProtobufEnum") { printer in
            for value in enumeration.cases {
                printer.docs(value.docs, fallback: value.displayName)
                printer.line("case \(Names.escaped(value.name))")
            }
            printer.line("/// A number this build does not know.")
            printer.line("case unrecognized(Int32)")
            printer.line()
            printer.line("/// The known values, in the contract's order.")
            printer.line("\(visibility) static let allCases: [Self] = [")
            for value in enumeration.cases { printer.line("    .\(Names.afterDot(value.name)),") }
            printer.line("]")
            printer.line()
            printer.line("/// The value with a number of the contract.")
            printer.block("\(visibility) init(rawValue: Int32)") { printer in
                printer.line("switch rawValue {")
                for value in enumeration.cases { printer.line("case \(value.number): self = .\(Names.afterDot(value.name))") }
                printer.line("default: self = .unrecognized(rawValue)")
                printer.line("}")
            }
            printer.line()
            printer.line("/// The contract's number.")
            mapping("rawValue: Int32", enumeration, unrecognized: "number", &printer) { "\($0.number)" }
            printer.line()
            printer.line("/// The contract's name without the enum's; the number for a value without one.")
            mapping("name: String", enumeration, unrecognized: "\"\\(number)\"", &printer) { "\"\($0.displayName)\"" }
        }
    }

    private func mapping(
        _ property: String, _ enumeration: SwiftFile.Enum, unrecognized: String, _ printer: inout Printer,
        _ result: (SwiftFile.Enum.Case) -> String
    ) {
        printer.block("\(visibility) var \(property)") { printer in
            printer.line("switch self {")
            for value in enumeration.cases { printer.line("case .\(Names.afterDot(value.name)): \(result(value))") }
            printer.line("case .unrecognized(let number): \(unrecognized)")
            printer.line("}")
        }
    }
}
