internal import ProtobufSchema

/// JSON values to wire bytes, along the shapes.
struct MessageEncoder {
    let shapes: Shapes
    let limits: JSONLimits

    func message(_ value: JSONValue, as shape: MessageShape, depth: Int) throws(JSONError) -> [UInt8] {
        guard depth <= limits.depthMax else { throw JSONError(.tooDeep, "more than \(limits.depthMax) levels") }
        switch shape.special {
        case .timestamp: return pair(try SecondsAndNanos(timestamp: FieldType.string(value)))
        case .duration: return pair(try SecondsAndNanos(duration: FieldType.string(value)))
        case .any: return try any(value, as: shape, depth: depth)
        case .wrapper: return try fields([JSONValue.Member("value", value)], of: shape, depth: depth)
        case .unsupported: throw JSONError(.unsupportedType, "\(shape.fullName) is not supported")
        case nil: break
        }
        guard case .object(let members) = value else { throw JSONError(.wrongType, "an object is needed here, not \(value.kind)") }
        return try fields(members, of: shape, depth: depth)
    }

    private func fields(_ members: [JSONValue.Member], of shape: MessageShape, depth: Int) throws(JSONError) -> [UInt8] {
        var values = [JSONValue.Member?](repeating: nil, count: shape.fields.count)
        var oneofs: [UInt32: String] = [:]
        for member in members {
            guard let position = shape.positionsByName[member.key] else {
                throw JSONError(.unknownField, "\(shape.fullName) has no such field").inside(key: member.key)
            }
            guard values[position] == nil else {
                throw JSONError(.duplicateKey, "this field is there twice, in both spellings").inside(key: member.key)
            }
            values[position] = member
            guard let oneof = shape.fields[position].oneof, member.value != .null else { continue }
            if let other = oneofs.updateValue(member.key, forKey: oneof) {
                throw JSONError(.oneofConflict, "only one of this and \(other) may be there").inside(key: member.key)
            }
        }
        var bytes: [UInt8] = []
        for (field, member) in zip(shape.fields, values) {
            guard let member, member.value != .null else { continue }
            do {
                try write(member.value, of: field, depth: depth, to: &bytes)
            } catch {
                throw error.inside(key: member.key)
            }
        }
        return bytes
    }

    private func write(_ value: JSONValue, of field: FieldShape, depth: Int, to bytes: inout [UInt8]) throws(JSONError) {
        if field.isMap { return try writeMap(value, of: field, depth: depth, to: &bytes) }
        guard field.isRepeated else { return try writeOne(value, of: field, depth: depth, to: &bytes) }
        guard case .array(let elements) = value else { throw JSONError(.wrongType, "an array is needed here, not \(value.kind)") }
        var run: [UInt8] = []
        for (index, element) in elements.enumerated() {
            do {
                if field.isPacked {
                    try field.type.scalar(element).write(as: field.type.wireType, to: &run)
                } else {
                    try writeOne(element, of: field, depth: depth, to: &bytes)
                }
            } catch {
                throw error.inside(index: index)
            }
        }
        guard !run.isEmpty else { return }
        WireWriter.tag(field.number, .lengthPrefixed, to: &bytes)
        WireWriter.lengthPrefixed(run, to: &bytes)
    }

    private func writeOne(_ value: JSONValue, of field: FieldShape, depth: Int, to bytes: inout [UInt8]) throws(JSONError) {
        let scalar: Scalar
        if case .message(let message) = field.type {
            scalar = .bytes(try self.message(value, as: shapes.shape(of: message), depth: depth + 1)[...])
        } else {
            scalar = try field.type.scalar(value)
        }
        guard field.hasPresence || field.isRepeated || !scalar.isDefault else { return }
        WireWriter.tag(field.number, field.type.wireType, to: &bytes)
        scalar.write(as: field.type.wireType, to: &bytes)
    }

    /// An object whose keys are the map's keys, as strings.
    private func writeMap(_ value: JSONValue, of field: FieldShape, depth: Int, to bytes: inout [UInt8]) throws(JSONError) {
        guard case .object(let members) = value else { throw JSONError(.wrongType, "an object is needed here, not \(value.kind)") }
        guard case .message(let message) = field.type else { return }
        let entry = shapes.shape(of: message)
        for member in members {
            do {
                var content: [UInt8] = []
                try writeOne(entry.fields[0].type.mapKey(member.key), of: entry.fields[0], depth: depth + 1, to: &content)
                try writeOne(member.value, of: entry.fields[1], depth: depth + 1, to: &content)
                WireWriter.tag(field.number, .lengthPrefixed, to: &bytes)
                WireWriter.lengthPrefixed(content, to: &bytes)
            } catch {
                throw error.inside(key: member.key)
            }
        }
    }

    private func any(_ value: JSONValue, as shape: MessageShape, depth: Int) throws(JSONError) -> [UInt8] {
        guard case .object(let members) = value else { throw JSONError(.wrongType, "an object is needed here, not \(value.kind)") }
        if members.isEmpty { return [] }
        guard case .string(let url)? = value["@type"] else {
            throw JSONError(.wrongType, "the type's URL is needed here").inside(key: "@type")
        }
        let inner = try shapes.shape(forTypeURL: url)
        let rest = members.filter { $0.key != "@type" }
        let content: [UInt8]
        if inner.special == nil {
            content = try message(.object(rest), as: inner, depth: depth + 1)
        } else {
            guard rest.count == 1, rest[0].key == "value" else {
                throw JSONError(.wrongType, "this type needs its content under the key value, and no other key")
            }
            do {
                content = try message(rest[0].value, as: inner, depth: depth + 1)
            } catch {
                throw error.inside(key: "value")
            }
        }
        var bytes: [UInt8] = []
        WireWriter.tag(1, .lengthPrefixed, to: &bytes)
        WireWriter.lengthPrefixed(url.utf8, to: &bytes)
        if content.isEmpty { return bytes }
        WireWriter.tag(2, .lengthPrefixed, to: &bytes)
        WireWriter.lengthPrefixed(content, to: &bytes)
        return bytes
    }

    private func pair(_ pair: SecondsAndNanos) -> [UInt8] {
        var bytes: [UInt8] = []
        for (number, value) in [(1, pair.seconds), (2, Int64(pair.nanos))] as [(UInt32, Int64)] where value != 0 {
            WireWriter.tag(number, .varint, to: &bytes)
            WireWriter.varint(UInt64(bitPattern: value), to: &bytes)
        }
        return bytes
    }
}

extension FieldType {
    /// A map's key as the value its field would have. Numbers must be written in their one plain way, so that no key can be
    /// there twice.
    fileprivate func mapKey(_ key: String) throws(JSONError) -> JSONValue {
        switch self {
        case .string: return .string(key)
        case .bool:
            guard key == "true" || key == "false" else { throw JSONError(.invalidValue, "true or false is needed as a key") }
            return .bool(key == "true")
        default:
            let isPlain = Int64(key).map { String($0) == key } ?? UInt64(key).map { String($0) == key } ?? false
            guard isPlain else { throw JSONError(.invalidValue, "a whole number is needed as a key") }
            return .number(key)
        }
    }
}
