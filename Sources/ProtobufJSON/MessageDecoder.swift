internal import ProtobufSchema

/// Wire bytes to JSON values, along the shapes.
///
/// Merges as the wire format demands: the last of a scalar counts, the pieces of a message add up, and a oneof holds what
/// came last. Each level copies its bytes at most once.
final class MessageDecoder {
    let shapes: Shapes
    private let limits: JSONLimits
    private let emitsDefaults: Bool
    private var valuesLeft: Int

    init(shapes: Shapes, limits: JSONLimits, emitsDefaults: Bool) {
        self.shapes = shapes
        self.limits = limits
        self.emitsDefaults = emitsDefaults
        valuesLeft = limits.valuesMax
    }

    func message(_ bytes: ArraySlice<UInt8>, as shape: MessageShape, depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= limits.depthMax else { throw JSONError(.tooDeep, "more than \(limits.depthMax) levels") }
        try count()
        if shape.special == .unsupported { throw JSONError(.unsupportedType, "\(shape.fullName) is not supported") }
        let collected = try collect(bytes, as: shape, depth: depth)
        switch shape.special {
        case .timestamp: return .string(try Self.pair(collected).timestampText())
        case .duration: return .string(try Self.pair(collected).durationText())
        case .any: return try any(collected, depth: depth)
        case .wrapper: return try finished(collected[0], of: shape.fields[0], depth: depth) ?? shape.fields[0].type.defaultValue
        case .unsupported, nil: break
        }
        var members: [JSONValue.Member] = []
        for (field, values) in zip(shape.fields, collected) {
            do {
                if let value = try finished(values, of: field, depth: depth) { members.append(JSONValue.Member(field.jsonName, value)) }
            } catch {
                throw error.inside(key: field.jsonName)
            }
        }
        return .object(members)
    }

    /// Everything the bytes say of each field, in the fields' order.
    private func collect(_ bytes: ArraySlice<UInt8>, as shape: MessageShape, depth: Int) throws(JSONError) -> [[WireValue]] {
        var collected = [[WireValue]](repeating: [], count: shape.fields.count)
        var oneofs: [UInt32: Int] = [:]
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            let (number, value) = try Self.read { () throws(MalformedWire) in try reader.field() }
            guard let position = shape.positionsByNumber[number] else { continue }
            let field = shape.fields[position]
            if let oneof = field.oneof, let other = oneofs.updateValue(position, forKey: oneof), other != position { collected[other] = [] }
            if field.isRepeated {
                try count()
                if field.isPackable, case .bytes(let run) = value {
                    var elements = WireReader(run)
                    while !elements.isAtEnd {
                        try count()
                        let type = field.type.wireType
                        collected[position].append(try Self.read { () throws(MalformedWire) in try elements.value(type) })
                    }
                    continue
                }
            } else if case .message = field.type {
                // The pieces of one message are kept and joined at the end.
            } else {
                collected[position].removeAll(keepingCapacity: true)
            }
            collected[position].append(value)
        }
        return collected
    }

    /// A field's JSON; nil if it is to be left out.
    private func finished(_ values: [WireValue], of field: FieldShape, depth: Int) throws(JSONError) -> JSONValue? {
        if field.isMap { return try map(values, of: field, depth: depth) }
        if field.isRepeated {
            if values.isEmpty { return emitsDefaults ? .array([]) : nil }
            var elements: [JSONValue] = []
            for (index, value) in values.enumerated() {
                do {
                    elements.append(try one([value], of: field, depth: depth))
                } catch {
                    throw error.inside(index: index)
                }
            }
            return .array(elements)
        }
        guard !values.isEmpty else { return emitsDefaults && !field.hasPresence ? field.type.defaultValue : nil }
        if !field.hasPresence, !emitsDefaults, values.allSatisfy(\.isDefault) {
            _ = try field.type.json(values[values.endIndex - 1])
            return nil
        }
        return try one(values, of: field, depth: depth)
    }

    private func one(_ values: [WireValue], of field: FieldShape, depth: Int) throws(JSONError) -> JSONValue {
        guard case .message(let type) = field.type else { return try field.type.json(values[values.endIndex - 1]) }
        var pieces: [ArraySlice<UInt8>] = []
        for value in values {
            guard case .bytes(let piece) = value else { throw JSONError(.malformedMessage, "the encoded message has another type here") }
            pieces.append(piece)
        }
        let bytes = pieces.count == 1 ? pieces[0] : Array(pieces.joined())[...]
        return try message(bytes, as: shapes.shape(of: type), depth: depth + 1)
    }

    /// The last entry of a key counts; entries keep the order in which their keys first came.
    private func map(_ values: [WireValue], of field: FieldShape, depth: Int) throws(JSONError) -> JSONValue? {
        if values.isEmpty { return emitsDefaults ? .object([]) : nil }
        guard case .message(let type) = field.type else { return nil }
        let entry = shapes.shape(of: type)
        var members: [JSONValue.Member] = []
        var positions: [[UInt8]: Int] = [:]
        for value in values {
            guard case .bytes(let bytes) = value else { throw JSONError(.malformedMessage, "the encoded message has another type here") }
            try count()
            let parts = try collect(bytes, as: entry, depth: depth + 1)
            let keyValue = parts[0].isEmpty ? entry.fields[0].type.defaultValue : try one(parts[0], of: entry.fields[0], depth: depth + 1)
            let key = keyValue.keyText
            do {
                let member = JSONValue.Member(key, try mapValue(parts[1], of: entry.fields[1], depth: depth + 1))
                if let position = positions[Array(key.utf8)] {
                    members[position] = member
                } else {
                    positions[Array(key.utf8)] = members.count
                    members.append(member)
                }
            } catch {
                throw error.inside(key: key)
            }
        }
        return .object(members)
    }

    private func mapValue(_ values: [WireValue], of field: FieldShape, depth: Int) throws(JSONError) -> JSONValue {
        if case .message(let type) = field.type, values.isEmpty { return try message([], as: shapes.shape(of: type), depth: depth + 1) }
        return values.isEmpty ? field.type.defaultValue : try one(values, of: field, depth: depth)
    }

    private func any(_ collected: [[WireValue]], depth: Int) throws(JSONError) -> JSONValue {
        guard case .bytes(let urlBytes)? = collected[0].last else { return .object([]) }
        let url = try UTF8Text.text(urlBytes)
        let inner = try shapes.shape(forTypeURL: url)
        var content: ArraySlice<UInt8> = []
        if case .bytes(let bytes)? = collected[1].last { content = bytes }
        let value = try message(content, as: inner, depth: depth + 1)
        let type = JSONValue.Member("@type", .string(url))
        if inner.special == nil, case .object(let members) = value { return .object([type] + members) }
        return .object([type, JSONValue.Member("value", value)])
    }

    private static func pair(_ collected: [[WireValue]]) throws(JSONError) -> SecondsAndNanos {
        var numbers: [UInt64] = [0, 0]
        for (index, values) in collected.prefix(2).enumerated() {
            guard let value = values.last else { continue }
            guard case .varint(let bits) = value else { throw JSONError(.malformedMessage, "the encoded message has another type here") }
            numbers[index] = bits
        }
        return SecondsAndNanos(seconds: Int64(bitPattern: numbers[0]), nanos: Int32(truncatingIfNeeded: numbers[1]))
    }

    private static func read<Value>(_ body: () throws(MalformedWire) -> Value) throws(JSONError) -> Value {
        do {
            return try body()
        } catch {
            throw JSONError(.malformedMessage, "the encoded message is cut short or damaged")
        }
    }

    private func count() throws(JSONError) {
        guard valuesLeft > 0 else { throw JSONError(.tooLarge, "more than \(limits.valuesMax) values") }
        valuesLeft -= 1
    }
}

extension WireValue {
    fileprivate var isDefault: Bool {
        switch self {
        case .varint(let bits), .bits64(let bits): bits == 0
        case .bits32(let bits): bits == 0
        case .bytes(let bytes): bytes.isEmpty
        }
    }
}

extension JSONValue {
    /// A map key's characters.
    fileprivate var keyText: String {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .null, .array, .object: ""
        }
    }
}
