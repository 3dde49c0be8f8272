import CProtobufC

/// Random encodings of a message type, along its descriptor: repeatable from a seed, of any shape a peer may send.
struct RandomMessages {
    private var source: SplitMix64

    init(seed: UInt64) { source = SplitMix64(state: seed) }

    mutating func encoding(of descriptor: Descriptor) -> [UInt8] {
        var writer = WireWriter()
        let share = [0, 30, 70, 100].randomElement(using: &source) ?? 0
        var oneofsTaken: Set<UInt32> = []
        for field in descriptor.fields where Int.random(in: 0..<100, using: &source) < share {
            // At most one member: merging the members of a oneof is a test of its own.
            if field.isOneofMember, !oneofsTaken.insert(field.descriptor.quantifier_offset).inserted { continue }
            for _ in 0..<(field.isRepeated ? [0, 1, 2, 5, 20].randomElement(using: &source) ?? 0 : 1) { write(field, &writer) }
        }
        return writer.bytes
    }

    private mutating func write(_ field: Descriptor.Field, _ writer: inout WireWriter) {
        if let message = field.message {
            let isEntry = message.fullName.hasSuffix("Entry")
            return writer.content(field.number, isEntry ? entry() : encoding(of: message))
        }
        switch field.descriptor.type {
        case PROTOBUF_C_TYPE_STRING: writer.content(field.number, text())
        case PROTOBUF_C_TYPE_BYTES:
            let count = [0, 1, 9, 300].randomElement(using: &source) ?? 0
            writer.content(field.number, (0..<count).map { _ in UInt8.random(in: 0...255, using: &source) })
        case PROTOBUF_C_TYPE_BOOL: writer.number(field.number, Bool.random(using: &source) ? 1 : 0)
        case PROTOBUF_C_TYPE_ENUM: writer.number(field.number, [0, 1, 2, 3, 4, 15, 99, -7].randomElement(using: &source) ?? 0)
        case PROTOBUF_C_TYPE_INT32: writer.number(field.number, Int64(Int32.random(in: .min ... .max, using: &source)))
        case PROTOBUF_C_TYPE_INT64: writer.number(field.number, Int64.random(in: .min ... .max, using: &source))
        default: preconditionFailure("Teach this test the type of \(field.name).")
        }
    }

    /// A map's entry, which must have its key.
    private mutating func entry() -> [UInt8] { WireWriter.field(1, text()) + WireWriter.field(2, text()) }

    private mutating func text() -> [UInt8] {
        let texts = [
            "", "b", "Łódź", "한국어 이름", "👩‍👩‍👧", "eight ch", "nine char", String(repeating: "long ", count: 60),
            "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}",
        ]
        return Array((texts.randomElement(using: &source) ?? "").utf8)
    }
}

/// Steele, Lea and Flood's generator: small, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
