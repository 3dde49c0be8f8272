/// What stands in the fixed bytes where the link's token goes (R20, R31): as wide as the token, so that putting it in moves no byte.
///
/// `=` before `*` is no quoted-printable and no encoded word, and no plain header holds a `=` from outside: no name, however chosen, can
/// look like it, and a message that left without its token would be seen to be broken.
public struct TokenPlaceholder: Sendable, Hashable {
    /// What stands for the token in a rendered template. Text from outside never holds it: control characters are taken out.
    static let mark: Unicode.Scalar = "\u{0}"

    /// A quoted-printable line must hold it whole.
    static let widthMax = QuotedPrintable.lineLengthMax - 1

    let bytes: [UInt8]

    /// Precondition: 2 to 75 bytes.
    public init(width: Int) {
        precondition((2...Self.widthMax).contains(width), "a token is 2 to \(Self.widthMax) bytes wide")
        bytes = [UInt8(ascii: "=")] + Array(repeating: UInt8(ascii: "*"), count: width - 1)
    }

    /// The bytes with the token in every place that waits for it; nil when there is none, or the token is not of the placeholder's width
    /// and of letters, digits, `-` and `_`.
    func substitute(_ token: [UInt8], in fixed: [UInt8]) -> [UInt8]? {
        guard token.count == bytes.count, token.allSatisfy(Self.isTokenByte) else { return nil }
        let places = places(in: fixed)
        guard !places.isEmpty else { return nil }
        var filled = fixed
        for place in places { filled.replaceSubrange(place..<place + bytes.count, with: token) }
        return filled
    }

    private func places(in fixed: [UInt8]) -> [Int] {
        fixed.withUnsafeBufferPointer { fixed in
            var places: [Int] = []
            var rest = fixed[...]
            while let index = rest.firstIndex(of: bytes[0]), index + bytes.count <= fixed.count {
                let isPlace = fixed[index..<index + bytes.count].elementsEqual(bytes)
                if isPlace { places.append(index) }
                rest = rest[(index + (isPlace ? bytes.count : 1))...]
            }
            return places
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
