/// A message or a part of one (RFC 2045, 2046): its header, and the bytes below it.
struct MIMEPart {
    let header: MIMEHeader
    private let body: ArraySlice<UInt8>
    private let type: String
    private let boundary: [UInt8]?

    private static let partsMax = 64
    private static let boundaryBytesMax = 100

    init(_ bytes: ArraySlice<UInt8>) {
        var bodyStart = bytes.startIndex
        header = MIMEHeader(bytes, bodyStart: &bodyStart)
        body = bytes[bodyStart...]
        let content = header.value("content-type") ?? "text/plain"
        type = content.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        boundary = Self.parameter("boundary", of: content).flatMap { text in
            (1...Self.boundaryBytesMax).contains(text.utf8.count) ? Array(text.utf8) : nil
        }
    }

    /// RFC 3464, and RFC 6533 for addresses beyond ASCII.
    var isDeliveryStatus: Bool { type == "message/delivery-status" || type == "message/global-delivery-status" }

    /// This part, or the first within it, that is so. Mail that a report returns is not looked into: it may hold another.
    func find(depthMax: Int, where isWanted: (MIMEPart) -> Bool) -> MIMEPart? {
        if isWanted(self) { return self }
        guard depthMax > 0, type.hasPrefix("multipart/") else { return nil }
        for part in parts() {
            if let found = part.find(depthMax: depthMax - 1, where: isWanted) { return found }
        }
        return nil
    }

    /// Without the transfer encoding; what is not in the encoding's form is passed over.
    func decodedBody() -> [UInt8] {
        switch header.value("content-transfer-encoding")?.lowercased().filter({ $0 != " " }) {
        case "base64": Self.base64(body)
        case "quoted-printable": Self.quotedPrintable(body)
        default: Array(body)
        }
    }

    private func parts() -> [MIMEPart] {
        guard let boundary else { return [] }
        let opening = [UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary
        var parts: [MIMEPart] = []
        var partStart: Int?
        var lines = Lines(body)
        var lineStart = lines.index
        while parts.count < Self.partsMax, let line = lines.next() {
            defer { lineStart = lines.index }
            guard line.starts(with: opening) else { continue }
            let rest = line.dropFirst(opening.count)
            let isClosing = rest.starts(with: Array("--".utf8))
            guard isClosing || rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { continue }
            if let start = partStart { parts.append(MIMEPart(body[start..<lineStart])) }
            partStart = isClosing ? nil : lines.index
            if isClosing { return parts }
        }
        // Cut off, or never closed.
        if let start = partStart, parts.count < Self.partsMax { parts.append(MIMEPart(body[start...])) }
        return parts
    }

    /// `boundary="a b"`; quoted or not (RFC 2045 section 5.1).
    private static func parameter(_ name: String, of content: String) -> String? {
        var rest = content.utf8.drop { $0 != UInt8(ascii: ";") }.dropFirst()[...]
        func skipSpaces() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ";") } }
        while !rest.isEmpty {
            skipSpaces()
            let key = String(decoding: rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }, as: UTF8.self)
            rest = rest.dropFirst(key.utf8.count)
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst()
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
            var value: [UInt8] = []
            if rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                while let byte = rest.first, byte != UInt8(ascii: "\"") {
                    rest = rest.dropFirst()
                    if byte == UInt8(ascii: "\\"), let escaped = rest.first {
                        value.append(escaped)
                        rest = rest.dropFirst()
                    } else {
                        value.append(byte)
                    }
                }
                rest = rest.dropFirst()
            } else {
                value = Array(rest.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 })
                rest = rest.dropFirst(value.count)
            }
            rest = rest.drop { $0 != UInt8(ascii: ";") }
            if key.lowercased().filter({ $0 != " " && $0 != "\t" }) == name { return String(decoding: value, as: UTF8.self) }
        }
        return nil
    }

    private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in body {
            let six: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): six = UInt32(byte) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): six = UInt32(byte) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): six = UInt32(byte) + 4
            case UInt8(ascii: "+"): six = 62
            case UInt8(ascii: "/"): six = 63
            default: continue
            }
            bits = bits << 6 | six
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        return decoded
    }

    private static func quotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
            case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"): (byte | 0x20) - 0x57
            default: nil
            }
        }
        var decoded: [UInt8] = []
        var lines = Lines(body)
        while var line = lines.next() {
            let isSoft = line.last == UInt8(ascii: "=")
            if isSoft { line = line.dropLast() }
            while let byte = line.first {
                line = line.dropFirst()
                if byte == UInt8(ascii: "="), line.count >= 2, let high = digit(line[line.startIndex]),
                    let low = digit(line[line.startIndex + 1])
                {
                    decoded.append(high << 4 | low)
                    line = line.dropFirst(2)
                } else {
                    decoded.append(byte)
                }
            }
            if !isSoft { decoded.append(0x0a) }
        }
        return decoded
    }
}
