/// Reads JSON by the letter of RFC 8259: nothing around the one value but white space, no comments, no trailing commas, no
/// key twice, no lone surrogates. The text has been checked to be UTF-8.
struct JSONReader {
    private let text: [UInt8]
    private let limits: JSONLimits
    private var offset = 0
    private var valuesLeft: Int

    init(text: [UInt8], limits: JSONLimits) {
        self.text = text
        self.limits = limits
        valuesLeft = limits.valuesMax
    }

    mutating func wholeText() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard offset == text.count else { throw unexpected("the end") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard valuesLeft > 0 else { throw JSONError(.tooLarge, "more than \(limits.valuesMax) values") }
        valuesLeft -= 1
        skipWhiteSpace()
        switch peek {
        case UInt8(ascii: "{"):
            return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["):
            return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""):
            return .string(try string())
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"):
            return .number(try number())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default:
            throw unexpected("a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> [JSONValue.Member] {
        try enter(depth)
        var members: [JSONValue.Member] = []
        // Keys compare by their bytes: Swift's own comparison takes composed and decomposed letters for the same.
        var seen: Set<[UInt8]> = []
        skipWhiteSpace()
        if take("}") { return members }
        repeat {
            skipWhiteSpace()
            guard peek == UInt8(ascii: "\"") else { throw unexpected("a key") }
            let key = try string()
            guard seen.insert(Array(key.utf8)).inserted else { throw JSONError(.duplicateKey, "this key is there twice").inside(key: key) }
            skipWhiteSpace()
            guard take(":") else { throw unexpected("a colon") }
            do {
                members.append(JSONValue.Member(key, try value(depth: depth)))
            } catch {
                throw error.inside(key: key)
            }
            skipWhiteSpace()
        } while take(",")
        guard take("}") else { throw unexpected("a comma or the object's end") }
        return members
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if take("]") { return elements }
        repeat {
            do {
                elements.append(try value(depth: depth))
            } catch {
                throw error.inside(index: elements.count)
            }
            skipWhiteSpace()
        } while take(",")
        guard take("]") else { throw unexpected("a comma or the array's end") }
        return elements
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func number() throws(JSONError) -> String {
        let start = offset
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        guard offset - start <= limits.numberBytesMax else {
            throw JSONError(.tooLarge, "a number of more than \(limits.numberBytesMax) characters")
        }
        return String(decoding: text[start..<offset], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        let start = offset
        while let byte = peek, byte &- UInt8(ascii: "0") < 10 { offset += 1 }
        guard offset > start else { throw unexpected("a digit") }
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        let length = word.utf8CodeUnitCount
        let isThere = word.withUTF8Buffer { text[offset...].prefix(length).elementsEqual($0) }
        guard isThere else { throw unexpected("a value") }
        offset += length
    }

    private mutating func string() throws(JSONError) -> String {
        offset += 1
        var content: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                offset += 1
                try escape(into: &content)
            case 0..<0x20:
                throw unexpected("an escape for this control character")
            default:
                let run = text[offset...].prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
                content.append(contentsOf: run)
                offset = run.endIndex
            }
        }
        throw unexpected("the string's end")
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw unexpected("an escape") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: try escapedScalar().utf8)
        default:
            offset -= 1
            throw unexpected("an escape")
        }
    }

    /// One `\uXXXX`, or two that are a surrogate pair.
    private mutating func escapedScalar() throws(JSONError) -> String {
        var code = try hexadecimal()
        if code & 0xFC00 == 0xD800 {
            guard take("\\"), take("u") else { throw unexpected("the second half of a surrogate pair") }
            let low = try hexadecimal()
            guard low & 0xFC00 == 0xDC00 else { throw unexpected("the second half of a surrogate pair") }
            code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(code) else { throw unexpected("a surrogate pair") }
        return String(Character(scalar))
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            offset += 1
        }
        return code
    }

    private var peek: UInt8? { offset < text.count ? text[offset] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    /// Takes the bracket that opens an object or an array.
    private mutating func enter(_ depth: Int) throws(JSONError) {
        guard depth <= limits.depthMax else { throw JSONError(.tooDeep, "more than \(limits.depthMax) levels") }
        offset += 1
    }

    private func unexpected(_ wanted: String) -> JSONError {
        let before = text[..<offset]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONError(.syntax, "line \(line), column \(offset - lineStart + 1): \(wanted) was expected")
    }
}
