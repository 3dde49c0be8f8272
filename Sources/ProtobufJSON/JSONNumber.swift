/// Numbers between JSON's characters and Swift's types.
enum JSONNumber {
    /// A whole number, from a number or from a string that holds one. `1.0` and `1e3` are whole, `1.5` is not.
    static func integer<Number: FixedWidthInteger>(_ value: JSONValue) throws(JSONError) -> Number {
        let literal: String
        switch value {
        case .number(let number): literal = number
        case .string(let string) where isLiteral(string): literal = string
        case .string: throw JSONError(.invalidValue, "this string is not a number")
        default: throw JSONError(.wrongType, "a number is needed here, not \(value.kind)")
        }
        if let number = Number(literal) { return number }
        // With a point or an exponent. Doubles are exact for whole numbers to 2^53; above, digits must be written out.
        guard literal.utf8.contains(where: { $0 == 0x2E || $0 | 0x20 == 0x65 }), let double = Double(literal),
            double.magnitude <= 0x1p53, let number = Number(exactly: double)
        else {
            throw JSONError(.invalidValue, "a whole number from \(Number.min) to \(Number.max) is needed here")
        }
        return number
    }

    /// A floating-point number, from a number, from a string that holds one, or from one of the three names.
    static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ value: JSONValue) throws(JSONError) -> Number {
        let literal: String
        switch value {
        case .string("NaN"): return Number.nan
        case .string("Infinity"): return Number.infinity
        case .string("-Infinity"): return -Number.infinity
        case .number(let number): literal = number
        case .string(let string) where isLiteral(string): literal = string
        case .string: throw JSONError(.invalidValue, "this string is not a number")
        default: throw JSONError(.wrongType, "a number is needed here, not \(value.kind)")
        }
        guard let number = Number(literal), number.isFinite else {
            throw JSONError(.invalidValue, "this number is too large for its field")
        }
        return number
    }

    /// The shortest digits that read back as the same number.
    static func json<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ number: Number) -> JSONValue {
        if number.isNaN { return .string("NaN") }
        if number.isInfinite { return .string(number < 0 ? "-Infinity" : "Infinity") }
        return .number(number.description)
    }

    /// Whether a string is a number by JSON's grammar: no spaces, no plus, no leading zeros.
    static func isLiteral(_ string: String) -> Bool {
        guard case .number? = try? JSONValue(parsing: Array(string.utf8)) else { return false }
        return !string.utf8.contains { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    }
}
