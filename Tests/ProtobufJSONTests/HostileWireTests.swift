import ProtobufJSON
import ProtobufRuntime
import Testing

@Suite("Hostile bytes become no JSON")
struct HostileWireTests {
    private func refusal(_ bytes: [UInt8], as message: MessageDescriptor) -> String {
        do {
            return "taken: " + (try Messages.mapping.json(fromWire: bytes, as: message))
        } catch {
            return "\(error.reason) \(error.path)"
        }
    }

    @Test(
        "Damaged bytes are refused",
        arguments: [
            [0x08], [0x08, 0x80], [0x00, 0x01], [0x0B], [0x0C], [0x0F], [0x5D, 1, 2, 3], [0x61, 1, 2, 3, 4, 5, 6, 7], [0x72, 2, 0x41],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            [0x72, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        ] as [[UInt8]])
    func damaged(bytes: [UInt8]) {
        #expect(refusal(bytes, as: Messages.scalars) == "malformedMessage $")
    }

    @Test("Another wire type, bad text and impossible times are refused with their path")
    func paths() {
        #expect(refusal([0x0D, 1, 2, 3, 4], as: Messages.scalars) == "malformedMessage $.anInt32")
        #expect(refusal([0x0D, 0, 0, 0, 0], as: Messages.scalars) == "malformedMessage $.anInt32")
        #expect(refusal([0x72, 1, 0xFF], as: Messages.scalars) == "notUTF8 $.aString")
        #expect(refusal([0x0A, 2, 0x10, 0xFF], as: Messages.known) == "malformedMessage $.time")
        #expect(refusal([0x0A, 7, 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20], as: Messages.known) == "invalidValue $.time")
        #expect(refusal([0x42, 3, 0x0A, 1, 0x78], as: Messages.known) == "unsupportedType $.details[0][\"@type\"]")
    }

    @Test("The last scalar counts, messages merge, a oneof holds what came last, unknown fields are left out")
    func merging() {
        #expect(refusal([0x08, 1, 0x08, 2], as: Messages.scalars) == "taken: {\"anInt32\":2}")
        #expect(refusal([0x08, 1, 0x08, 0], as: Messages.scalars) == "taken: {}")
        #expect(
            refusal([0x10, 1, 0x22, 2, 0x08, 5, 0x22, 2, 0x10, 6], as: Messages.choice)
                == "taken: {\"scalars\":{\"anInt32\":5,\"aSint32\":3}}")
        #expect(refusal([0x22, 2, 0x08, 5, 0x10, 1], as: Messages.choice) == "taken: {\"number\":1}")
        #expect(refusal([0x22, 2, 0x08, 5, 0x10, 1, 0x22, 2, 0x10, 6], as: Messages.choice) == "taken: {\"scalars\":{\"aSint32\":3}}")
        #expect(refusal([0xF8, 0x7F, 1, 0x08, 7], as: Messages.scalars) == "taken: {\"anInt32\":7}")
        #expect(refusal([0x08, 1, 0x0A, 2, 2, 3, 0x08, 4], as: Messages.lists) == "taken: {\"int32s\":[1,2,3,4]}")
        #expect(
            refusal([0x0A, 6, 0x0A, 1, 0x61, 0x12, 1, 0x62, 0x0A, 3, 0x0A, 1, 0x61], as: Messages.maps) == "taken: {\"texts\":{\"a\":\"\"}}"
        )
    }

    @Test("Millions of empty messages end at the limit of values, and deep ones at the limit of depth")
    func bombs() {
        let empty = Array([[0x0A, 0x00] as [UInt8]].joined())
        let many = Array(repeatElement(empty, count: 1_100_000).joined())
        #expect(refusal(many, as: Messages.tree) == "tooLarge $")
        var deep: [UInt8] = []
        for _ in 0..<2000 {
            var length = UInt64(deep.count)
            var prefix: [UInt8] = [0x12]
            while length >= 0x80 {
                prefix.append(UInt8(truncatingIfNeeded: length) | 0x80)
                length >>= 7
            }
            deep = prefix + [UInt8(length)] + deep
        }
        #expect(refusal(deep, as: Messages.tree).hasPrefix("tooDeep $.trunk"))
    }

    @Test("Random bytes are answered, whatever they are", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func noise(seed: UInt64) {
        var state = seed
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        for _ in 0..<2000 {
            let bytes = (0..<Int(next() % 40)).map { _ in next() & (next() % 2 == 0 ? 0x3F : 0xFF) }
            for message in Messages.all {
                _ = try? Messages.mapping.json(fromWire: bytes, as: message)
                _ = try? Messages.mapping.wireBytes(fromJSON: bytes, as: message)
            }
        }
    }
}
