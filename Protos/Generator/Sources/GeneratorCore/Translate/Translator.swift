/// Second stage: a ``Schema`` in Swift's words.
struct Translator {
    let schema: Schema
    let names: Names

    init(_ schema: Schema) {
        self.schema = schema
        names = Names(types: schema.types)
    }

    func translate() -> SwiftFile {
        SwiftFile(
            source: schema.path,
            enums: schema.enums.map(translate),
            messages: schema.messages.map(translate),
            services: schema.services.map(translate))
    }

    private func translate(_ enumeration: Schema.Enum) -> SwiftFile.Enum {
        SwiftFile.Enum(
            declaration: names.swiftDeclaration(enumeration.fullName),
            docs: enumeration.docs,
            cases: enumeration.values.map { value in
                let display = Names.enumValue(value.name, of: enumeration.name)
                return SwiftFile.Enum.Case(
                    name: Names.property(display), displayName: display, number: value.number, docs: value.docs)
            })
    }

    private func translate(_ message: Schema.Message) -> SwiftFile.Message {
        let members = message.members.map { MemberTranslator(names: names, enumCase: zeroCase).translate($0, in: message.fullName) }
        return SwiftFile.Message(
            declaration: names.swiftDeclaration(message.fullName),
            type: names.swiftType(message.fullName),
            fullName: message.fullName,
            docs: message.docs,
            properties: members.map(\.property),
            oneofs: members.compactMap(\.oneof),
            enums: message.enums.map(translate),
            messages: message.messages.map(translate),
            cType: names.cType(message.fullName),
            cInitializer: names.cFunctionPrefix(message.fullName) + "__init",
            decoding: members.flatMap(\.decoding),
            encoding: members.flatMap(\.encoding),
            usesBinaryData: members.contains { $0.usesBinaryData })
    }

    /// The case an enum field has by default: proto3 enums begin with their zero.
    private func zeroCase(_ fullName: String) -> String {
        guard let reference = names.types[fullName], let zero = reference.zeroValue, let name = reference.path.last else {
            return ".init(rawValue: 0)"
        }
        return "." + Names.afterDot(Names.property(Names.enumValue(zero, of: name)))
    }

    private func translate(_ service: Schema.Service) -> SwiftFile.Service {
        SwiftFile.Service(
            name: service.name, fullName: service.fullName, docs: service.docs,
            methods: service.methods.map { method in
                SwiftFile.Method(
                    name: Names.method(method.name), wireName: method.name, docs: method.docs,
                    request: names.swiftType(method.request), response: names.swiftType(method.response),
                    kind: method.kind, hasNoSideEffects: method.hasNoSideEffects, isOnLoop: method.isOnLoop)
            })
    }
}
