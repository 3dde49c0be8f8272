/// A field or oneof: the property it becomes, and the statements that carry it through protobuf-c's struct.
struct MemberTranslator {
    let names: Names
    let enumCase: (String) -> String

    struct Member {
        var property: SwiftFile.Property
        var oneof: SwiftFile.Oneof?
        var decoding: [String]
        var encoding: [String]
        var usesBinaryData = false
    }

    func translate(_ member: Schema.Message.Member, in message: String) -> Member {
        switch member {
        case .field(let field):
            switch field.type {
            case .single(let type): single(field, type)
            case .repeated(let type): repeated(field, type)
            case .map(let value, let entry): map(field, value, entry)
            }
        case .oneof(let oneof): self.oneof(oneof, in: message)
        }
    }

    private func single(_ field: Schema.Field, _ type: Schema.ValueType) -> Member {
        let value = ValueTranslator(names: names, type: type)
        let name = Names.property(field.name)
        let member = "c.pointee.\(Names.cMember(field.name))"
        let isMessage = value.defaultValue(enumCase) == nil
        let condition = value.isPresent("self.\(name)", zeroCase: enumCase) ?? "let value = self.\(name)"
        return Member(
            property: property(
                field, value.swiftType + (isMessage ? "?" : ""), defaultValue: value.defaultValue(enumCase) ?? "nil"),
            decoding: ["self.\(name) = \(value.decoded(from: member))"],
            encoding: block("if \(condition)", value.encode(isMessage ? "value" : "self.\(name)", to: member, field: field.name)),
            usesBinaryData: type == .bytes)
    }

    private func repeated(_ field: Schema.Field, _ type: Schema.ValueType) -> Member {
        let value = ValueTranslator(names: names, type: type)
        let name = Names.property(field.name)
        let member = "c.pointee.\(Names.cMember(field.name))"
        let count = "c.pointee.n_\(field.name.lowercased())"
        return Member(
            property: property(field, "[\(value.swiftType)]", defaultValue: "[]"),
            decoding: ["self.\(name) = \(value.decodedAll(from: member, count: count))"],
            encoding: block(
                "if !self.\(name).isEmpty",
                ["\(count) = self.\(name).count", "\(member) = \(value.encodedAll("self.\(name)", field: field.name))"]),
            usesBinaryData: type == .bytes)
    }

    private func map(_ field: Schema.Field, _ valueType: Schema.ValueType, _ entry: String) -> Member {
        let value = ValueTranslator(names: names, type: valueType)
        let name = Names.property(field.name)
        let member = "c.pointee.\(Names.cMember(field.name))"
        let count = "c.pointee.n_\(field.name.lowercased())"
        let absent = value.defaultValue(enumCase) == nil ? " ?? \(value.swiftType)()" : ""
        let decoded = value.decoded(from: "entry.pointee.value") + absent
        let make = "arena.make(\(names.cType(entry)).self, \(names.cFunctionPrefix(entry))__init)"
        return Member(
            property: property(field, "[String: \(value.swiftType)]", defaultValue: "[:]"),
            decoding: block(
                "self.\(name) = CField.entries(\(member), count: \(count))", parameters: "entry in",
                ["(CField.text(entry.pointee.key), \(decoded))"]),
            encoding: block(
                "if !self.\(name).isEmpty",
                ["\(count) = self.\(name).count"]
                    + block(
                        "\(member) = arena.entries(self.\(name))", parameters: "key, value in",
                        ["let entry = \(make)", "entry.pointee.key = arena.text(key, field: \"\(field.name)\")"]
                            + value.encode("value", to: "entry.pointee.value", field: field.name) + ["return entry"])),
            usesBinaryData: valueType == .bytes)
    }

    private func oneof(_ oneof: Schema.Oneof, in message: String) -> Member {
        let name = Names.property(oneof.name)
        let declaration = oneof.name.split(separator: "_").map { $0.capitalizedFirst() }.joined()
        let type = "\(names.swiftType(message)).\(declaration)"
        var cases: [(name: String, payload: String, docs: [String])] = []
        var decoding: [String] = []
        var encoding: [String] = []
        var usesBinaryData = false
        for field in oneof.fields {
            guard case .single(let valueType) = field.type else { continue }
            let value = ValueTranslator(names: names, type: valueType)
            let caseName = Names.property(field.name)
            let reference = Names.afterDot(caseName)
            let member = "c.pointee.\(Names.cMember(field.name))"
            let decoded = value.decoded(from: member)
            let isMessage = value.defaultValue(enumCase) == nil
            cases.append((caseName, value.swiftType, docs(field)))
            decoding.append(
                "case \(field.number): self.\(name) = " + (isMessage ? "\(decoded).map { .\(reference)($0) }" : ".\(reference)(\(decoded))")
            )
            encoding.append("case .\(reference)(let value):")
            encoding += indented(
                ["c.pointee.\(oneof.name.lowercased())_case = .init(rawValue: \(field.number))"]
                    + value.encode("value", to: member, field: field.name))
            usesBinaryData = usesBinaryData || valueType == .bytes
        }
        decoding.append("default: self.\(name) = nil")
        encoding.append("case nil: break")
        return Member(
            property: SwiftFile.Property(
                name: name, type: "\(declaration)?", defaultValue: "nil",
                docs: oneof.docs.isEmpty ? ["At most one of its cases."] : oneof.docs),
            oneof: SwiftFile.Oneof(declaration: declaration, docs: ["What ``\(type.dropDeclaration())/\(name)`` may be."], cases: cases),
            decoding: ["switch c.pointee.\(oneof.name.lowercased())_case.rawValue {"] + decoding + ["}"],
            encoding: ["switch self.\(name) {"] + encoding + ["}"],
            usesBinaryData: usesBinaryData)
    }

    private func property(_ field: Schema.Field, _ type: String, defaultValue: String) -> SwiftFile.Property {
        SwiftFile.Property(name: Names.property(field.name), type: type, defaultValue: defaultValue, docs: docs(field))
    }

    private func docs(_ field: Schema.Field) -> [String] {
        field.docs.isEmpty ? ["Field \(field.number) of the contract, `\(field.name)`."] : field.docs
    }

    private func block(_ head: String, parameters: String = "", _ body: [String]) -> [String] {
        ["\(head) {" + (parameters.isEmpty ? "" : " \(parameters)")] + indented(body) + ["}"]
    }

    private func indented(_ lines: [String]) -> [String] { lines.map { "    " + $0 } }
}

extension StringProtocol {
    fileprivate func capitalizedFirst() -> String { (first.map { $0.uppercased() } ?? "") + dropFirst() }
    /// `A.B` without its last name.
    fileprivate func dropDeclaration() -> String { split(separator: ".").dropLast().joined(separator: ".") }
}
