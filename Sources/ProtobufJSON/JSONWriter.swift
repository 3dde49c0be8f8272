/// How JSON text is laid out.
public enum JSONLayout: Sendable, Hashable {
    /// On one line, without spaces.
    case compact
    /// One member a line, indented by two spaces.
    case pretty
}

extension JSONValue {
    /// The value as JSON text.
    ///
    /// Characters that could drive a terminal or turn a line around (controls, bidirectional marks, line separators) are
    /// written as escapes, so that text from a school's system can be shown as it is.
    public func text(_ layout: JSONLayout = .compact) -> String {
        var writer = JSONWriter(layout: layout)
        writer.write(self, indent: 0)
        return writer.text
    }
}

private struct JSONWriter {
    let layout: JSONLayout
    var text = ""

    mutating func write(_ value: JSONValue, indent: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .number(let literal): text += literal
        case .string(let string): write(string)
        case .array(let elements):
            list("[", "]", elements, indent) { writer, element in writer.write(element, indent: indent + 1) }
        case .object(let members):
            list("{", "}", members, indent) { writer, member in
                writer.write(member.key)
                writer.text += writer.layout == .pretty ? ": " : ":"
                writer.write(member.value, indent: indent + 1)
            }
        }
    }

    private mutating func list<Item>(
        _ open: String, _ close: String, _ items: [Item], _ indent: Int, _ writeItem: (inout JSONWriter, Item) -> Void
    ) {
        text += open
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            newLine(indent + 1)
            writeItem(&self, item)
        }
        if !items.isEmpty { newLine(indent) }
        text += close
    }

    private mutating func newLine(_ indent: Int) {
        guard layout == .pretty else { return }
        text += "\n" + String(repeating: "  ", count: indent)
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where Self.needsEscape(scalar):
                for unit in String(Character(scalar)).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
