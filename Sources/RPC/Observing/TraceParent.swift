/// Which trace a call belongs to, and which span is its parent: W3C Trace Context's `traceparent`.
///
/// ```
/// version "-" trace-id "-" parent-id "-" trace-flags      00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
/// ```
/// Read strictly: anything else is as good as absent, and never refuses a call. A version above 00 is read by 00's rules and may have
/// more behind a further dash; `ff` is none. Source: W3C Recommendation Trace Context, section 3.2.
public struct TraceParent: Hashable, Sendable {
    /// Upper and lower half of the trace's id; never both zero.
    public let traceID: (high: UInt64, low: UInt64)
    /// The span's id; never zero.
    public let spanID: UInt64
    /// Bit 0: the caller records this trace. The others have no meaning yet.
    public let flags: UInt8

    /// The keys of a call's metadata that carry a trace.
    public static let key = "traceparent"
    /// The vendors' part; means nothing without `key`.
    public static let stateKey = "tracestate"

    /// nil: it is not one.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Self.parse($0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// The trace that metadata name. nil: none, or more than one, which is as good as none.
    public init?(_ metadata: Metadata) {
        var found: TraceParent?
        var count = 0
        for pair in metadata.pairs where pair.key == Self.key {
            count += 1
            found = TraceParent(pair.value)
        }
        guard count == 1, let found else { return nil }
        self = found
    }

    private init(traceID: (high: UInt64, low: UInt64), spanID: UInt64, flags: UInt8) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
    }

    /// 32 lower-case hexadecimal digits.
    public var traceIDText: String { Self.hex(traceID.high) + Self.hex(traceID.low) }
    /// 16 of them.
    public var spanIDText: String { Self.hex(spanID) }

    public static func == (one: TraceParent, other: TraceParent) -> Bool {
        one.traceID == other.traceID && one.spanID == other.spanID && one.flags == other.flags
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(traceID.high)
        hasher.combine(traceID.low)
        hasher.combine(spanID)
        hasher.combine(flags)
    }

    private static let byteCount = 55

    private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> TraceParent? {
        let dash = UInt8(ascii: "-")
        guard text.count >= Self.byteCount, text[2] == dash, text[35] == dash, text[52] == dash,
            let version = number(text[0..<2]), version != 0xFF,
            text.count == byteCount || (version > 0 && text[byteCount] == dash),
            let high = number(text[3..<19]), let low = number(text[19..<35]), high | low != 0,
            let span = number(text[36..<52]), span != 0, let flags = number(text[53..<55])
        else { return nil }
        return TraceParent(traceID: (high, low), spanID: span, flags: UInt8(flags))
    }

    /// Lower-case digits only, as the recommendation wants it.
    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
