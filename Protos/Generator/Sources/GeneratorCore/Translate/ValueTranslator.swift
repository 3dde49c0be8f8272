/// One value of a field: its Swift type, and the expressions that carry it out of a C member and into one.
struct ValueTranslator {
    let names: Names
    let type: Schema.ValueType

    /// The type of the value by itself.
    var swiftType: String {
        switch type {
        case .int32: "Int32"
        case .int64: "Int64"
        case .uint32: "UInt32"
        case .uint64: "UInt64"
        case .float: "Float"
        case .double: "Double"
        case .bool: "Bool"
        case .text: "String"
        case .bytes: "[UInt8]"
        case .enumeration(let name), .message(let name): names.swiftType(name)
        }
    }

    /// What an absent value is; nil for a message, which is absent as nil.
    func defaultValue(_ zeroCase: (String) -> String) -> String? {
        switch type {
        case .int32, .int64, .uint32, .uint64, .float, .double: "0"
        case .bool: "false"
        case .text: "\"\""
        case .bytes: "[]"
        case .enumeration(let name): zeroCase(name)
        case .message: nil
        }
    }

    /// The value in a C member; an optional for a message.
    func decoded(from member: String) -> String {
        switch type {
        case .int32, .int64, .uint32, .uint64, .float, .double: member
        case .bool: "\(member) != 0"
        case .text: "CField.text(\(member))"
        case .bytes: "CField.bytes(\(member).data, count: \(member).len)"
        case .enumeration: "\(swiftType)(rawValue: Int32(truncatingIfNeeded: \(member).rawValue))"
        case .message: "CField.message(\(member), as: \(swiftType).self)"
        }
    }

    /// Statements that put a value into a C member.
    func encode(_ value: String, to member: String, field: String) -> [String] {
        switch type {
        case .int32, .int64, .uint32, .uint64, .float, .double: ["\(member) = \(value)"]
        case .bool: ["\(member) = \(value) ? 1 : 0"]
        case .text: ["\(member) = arena.text(\(value), field: \"\(field)\")"]
        case .bytes: ["\(member).len = \(value).count", "\(member).data = arena.bytes(\(value))"]
        case .enumeration: ["\(member) = .init(rawValue: .init(truncatingIfNeeded: \(value).rawValue))"]
        case .message(let name): ["\(member) = arena.message(\(value), as: \(names.cType(name)).self)"]
        }
    }

    /// All values of a repeated member.
    func decodedAll(from member: String, count: String) -> String {
        switch type {
        case .int32, .int64, .uint32, .uint64, .float, .double: "CField.scalars(\(member), count: \(count))"
        case .bool: "CField.scalars(\(member), count: \(count)).map { $0 != 0 }"
        case .text: "CField.texts(\(member), count: \(count))"
        case .bytes: "CField.scalars(\(member), count: \(count)).map { CField.bytes($0.data, count: $0.len) }"
        case .enumeration: "CField.enums(\(member), count: \(count), as: \(swiftType).self)"
        case .message: "CField.messages(\(member), count: \(count), as: \(swiftType).self)"
        }
    }

    /// The memory of a repeated member.
    func encodedAll(_ values: String, field: String) -> String {
        switch type {
        case .int32, .int64, .uint32, .uint64, .float, .double: "arena.scalars(\(values))"
        case .bool: "arena.scalars(\(values).map { $0 ? 1 : 0 })"
        case .text: "arena.texts(\(values), field: \"\(field)\")"
        case .bytes: "arena.scalars(\(values).map { ProtobufCBinaryData(len: $0.count, data: arena.bytes($0)) })"
        case .enumeration(let name): "arena.enums(\(values), as: \(names.cType(name)).self)"
        case .message(let name): "arena.messages(\(values), as: \(names.cType(name)).self)"
        }
    }

    /// The condition under which a value has to be encoded; nil for a message.
    func isPresent(_ value: String, zeroCase: (String) -> String) -> String? {
        switch type {
        case .bool: value
        case .text, .bytes: "!\(value).isEmpty"
        default: defaultValue(zeroCase).map { "\(value) != \($0)" }
        }
    }
}
