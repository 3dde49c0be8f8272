import ProtobufRuntime

/// A value as text, by the names of its properties: the same text that google_peer.py makes of an equal message.
func dump(_ value: Any) -> String {
    switch value {
    case let text as String: return "t" + hex(Array(text.utf8))
    // An empty array can be cast to an array of anything.
    case let bytes as [UInt8] where type(of: value) == [UInt8].self: return "b" + hex(bytes)
    case let flag as Bool: return flag ? "true" : "false"
    case let number as any FixedWidthInteger: return "\(number)"
    case let enumeration as any ProtobufEnum: return "\(enumeration.rawValue)"
    case let map as [String: String]:
        let entries = map.map { (Array($0.key.utf8), Array($0.value.utf8)) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
        return "[" + entries.map { "\(hex($0.0)):\(hex($0.1))" }.joined(separator: ",") + "]"
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { dump($0.value) } ?? "nil"
    case .collection: return "[" + mirror.children.map { dump($0.value) }.joined(separator: ",") + "]"
    case .enum: return mirror.children.map { "\($0.label ?? "?")(\(dump($0.value)))" }.joined()
    default: return "{" + mirror.children.map { "\($0.label ?? "?")=\(dump($0.value))" }.joined(separator: ",") + "}"
    }
}

/// Lower-case hexadecimal.
func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
}

/// The bytes that hexadecimal text says.
func bytes(hex: some StringProtocol) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
