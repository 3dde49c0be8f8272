/// Punycode (RFC 3492): a label of any scalars written with letters, digits and hyphens.
enum Punycode {
    // RFC 3492 section 5.
    private static let base: UInt32 = 36
    private static let thresholdMin: UInt32 = 1
    private static let thresholdMax: UInt32 = 26
    private static let skew: UInt32 = 38
    private static let damp: UInt32 = 700
    private static let initialBias: UInt32 = 72
    private static let initialScalar: UInt32 = 0x80

    /// Without the `xn--`. nil on overflow, which no label of a legal length reaches.
    static func encode(_ label: [Unicode.Scalar]) -> String? {
        var output = label.filter(\.isASCII).map { UInt8($0.value) }
        let basicCount = UInt32(output.count)
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }
        var next = initialScalar
        var delta: UInt32 = 0
        var bias = initialBias
        var handled = basicCount
        while handled < label.count {
            guard let scalar = label.lazy.map(\.value).filter({ $0 >= next }).min() else { return nil }
            let (step, overflow) = (scalar - next).multipliedReportingOverflow(by: handled + 1)
            let (sum, overflowToo) = delta.addingReportingOverflow(step)
            if overflow || overflowToo { return nil }
            delta = sum
            next = scalar
            for character in label {
                if character.value < next { delta += 1 }
                guard character.value == next else { continue }
                var rest = delta
                var position = base
                while true {
                    let threshold = threshold(at: position, bias: bias)
                    if rest < threshold { break }
                    output.append(digit(threshold + (rest - threshold) % (base - threshold)))
                    rest = (rest - threshold) / (base - threshold)
                    position += base
                }
                output.append(digit(rest))
                bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Of lower-case text without the `xn--`; nil when it encodes nothing.
    static func decode(_ text: some BidirectionalCollection<UInt8>) -> [Unicode.Scalar]? {
        var output: [Unicode.Scalar] = []
        var encoded = text[...]
        if let delimiter = text.lastIndex(of: UInt8(ascii: "-")) {
            for byte in text[..<delimiter] {
                guard byte < 0x80 else { return nil }
                output.append(Unicode.Scalar(byte))
            }
            encoded = text[text.index(after: delimiter)...]
        }
        var next = initialScalar
        var place: UInt32 = 0
        var bias = initialBias
        while !encoded.isEmpty {
            let placeBefore = place
            var weight: UInt32 = 1
            var position = base
            while true {
                guard let value = encoded.popFirst().flatMap(value(of:)) else { return nil }
                let (step, overflow) = value.multipliedReportingOverflow(by: weight)
                let (sum, overflowToo) = place.addingReportingOverflow(step)
                if overflow || overflowToo { return nil }
                place = sum
                let threshold = threshold(at: position, bias: bias)
                if value < threshold { break }
                let (heavier, overflowAgain) = weight.multipliedReportingOverflow(by: base - threshold)
                if overflowAgain { return nil }
                weight = heavier
                position += base
            }
            let count = UInt32(output.count) + 1
            bias = adapted(place - placeBefore, count: count, isFirst: placeBefore == 0)
            let (sum, overflow) = next.addingReportingOverflow(place / count)
            guard !overflow, let scalar = Unicode.Scalar(sum) else { return nil }
            next = sum
            place %= count
            output.insert(scalar, at: Int(place))
            place += 1
        }
        return output
    }

    /// RFC 3492 section 6.1.
    private static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / damp : delta / 2
        delta += delta / count
        var position: UInt32 = 0
        while delta > (base - thresholdMin) * thresholdMax / 2 {
            delta /= base - thresholdMin
            position += base
        }
        return position + (base - thresholdMin + 1) * delta / (delta + skew)
    }

    private static func threshold(at position: UInt32, bias: UInt32) -> UInt32 {
        position <= bias ? thresholdMin : min(position - bias, thresholdMax)
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a"))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 26
        default: nil
        }
    }
}
