/// A message's or a part's header, unfolded (RFC 5322 section 2.2); names in lower case.
struct MIMEHeader: Sendable {
    private var fields: [(name: String, value: String)] = []

    static let fieldsMax = 500
    static let valueBytesMax = 8192

    /// The fields until the first empty line, and where the body begins. Lines that are no field are passed over, as the first line of an mbox.
    init(_ bytes: ArraySlice<UInt8>, bodyStart: inout Int) {
        var lines = Lines(bytes)
        var name = ""
        var value: [UInt8] = []
        func flushed() -> (String, String)? { name.isEmpty ? nil : (name, String(decoding: value, as: UTF8.self)) }
        bodyStart = bytes.endIndex
        while let line = lines.next() {
            if line.isEmpty {
                bodyStart = lines.index
                break
            }
            if line.first == 0x20 || line.first == 0x09 {
                if value.count < Self.valueBytesMax { value += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 } }
                continue
            }
            if let field = flushed(), fields.count < Self.fieldsMax { fields.append(field) }
            (name, value) = ("", [])
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let written = line[..<colon].reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
            guard !written.isEmpty, written.allSatisfy({ (0x21...0x7e).contains($0) }) else { continue }
            name = String(decoding: written, as: UTF8.self).lowercased()
            value = Array(line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }.prefix(Self.valueBytesMax))
        }
        if let field = flushed(), fields.count < Self.fieldsMax { fields.append(field) }
    }

    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    var isEmpty: Bool { fields.isEmpty }

    /// RFC 3834 section 5, and what was there before it.
    var isAutomaticReply: Bool {
        if let automatic = value("auto-submitted")?.lowercased(), automatic.hasPrefix("auto-") { return true }
        if value("x-autoreply") != nil || value("x-autorespond") != nil { return true }
        return value("precedence")?.lowercased() == "auto_reply"
    }
}

/// Lines of bytes, ended by LF or CRLF; the ends are not given.
struct Lines {
    private let bytes: ArraySlice<UInt8>
    /// Where the next line begins.
    private(set) var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func next() -> ArraySlice<UInt8>? {
        guard index < bytes.endIndex else { return nil }
        let end = bytes[index...].firstIndex(of: 0x0a) ?? bytes.endIndex
        var line = bytes[index..<end]
        if line.last == 0x0d { line = line.dropLast() }
        index = min(end + 1, bytes.endIndex)
        return line
    }
}

/// The addresses of a field's value: what is between `<` and `>`, or else each word with an `@` in it.
func mailAddresses(_ value: String) -> [String] {
    var addresses: [String] = []
    for part in value.split(separator: ",").prefix(32) {
        let inside: Substring
        if let open = part.lastIndex(of: "<"), let close = part[open...].firstIndex(of: ">") {
            inside = part[part.index(after: open)..<close]
        } else {
            inside = part
        }
        let word = inside.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" && $0 != ";" }
        if word.contains("@"), word.utf8.count <= 320 { addresses.append(String(word)) }
    }
    return addresses
}
