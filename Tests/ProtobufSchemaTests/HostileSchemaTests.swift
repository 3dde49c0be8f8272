import ProtobufSchema
import Testing

@Suite("Hostile descriptions of a schema")
struct HostileSchemaTests {
    private func refusal(_ files: [[UInt8]], limits: SchemaLimits = SchemaLimits()) -> SchemaError.Reason? {
        do throws(SchemaError) {
            var reader = SchemaReader(limits: limits)
            var read: [SchemaFile] = []
            for file in files { read.append(try reader.file(file)) }
            _ = try Schema(read)
            return nil
        } catch {
            return error.reason
        }
    }

    private func message(_ parts: (inout DescriptorBytes) -> Void) -> [UInt8] {
        DescriptorBytes.file { file in
            file.message(4) { message in
                message.text(1, "M")
                parts(&message)
            }
        }
    }

    /// Messages declared inside each other.
    private func nested(_ depth: Int) -> [UInt8] {
        var inner: [UInt8] = DescriptorBytes { $0.text(1, "M") }.bytes
        for _ in 1..<depth {
            inner =
                DescriptorBytes { message in
                    message.text(1, "M")
                    message.content(3, inner)
                }.bytes
        }
        return DescriptorBytes.file { $0.content(4, inner) }
    }

    @Test("Messages nest as deep as the limit, and no deeper, however deep the bytes are")
    func depth() {
        #expect(refusal([nested(16)]) == nil)
        #expect(refusal([nested(17)]) == .tooLarge)
        #expect(refusal([nested(20_000)]) == .tooLarge)
    }

    @Test("Counts stop at their limits: files, fields, declarations, bytes, names")
    func counts() {
        func fields(_ count: UInt64) -> [UInt8] { message { for number in 1...count { $0.field("f\(number)", number, kind: 5) } } }
        #expect(refusal([fields(1000)]) == nil)
        #expect(refusal([fields(1001)]) == .tooLarge)
        var limits = SchemaLimits()
        limits.declarationsMax = 4
        #expect(refusal([fields(3)], limits: limits) == nil)
        #expect(refusal([fields(4)], limits: limits) == .tooLarge)
        limits = SchemaLimits()
        limits.filesMax = 2
        let files = ["a", "b", "c"].map { name in DescriptorBytes.file(name) { _ in } }
        #expect(refusal(Array(files.prefix(2)), limits: limits) == nil)
        #expect(refusal(files, limits: limits) == .tooLarge)
        limits = SchemaLimits()
        limits.fileBytesMax = files[0].count
        #expect(refusal([files[0]], limits: limits) == nil)
        limits.fileBytesMax -= 1
        #expect(refusal([files[0]], limits: limits) == .tooLarge)
        #expect(refusal([DescriptorBytes.file(package: String(repeating: "p", count: 255)) { _ in }]) == nil)
        #expect(refusal([DescriptorBytes.file(package: String(repeating: "p", count: 256)) { _ in }]) == .tooLarge)
    }

    @Test(
        "What protoc never writes is refused",
        arguments: [
            "a number of 0", "a number too large", "no kind", "a kind too many", "a label too many", "a message without a type",
            "a number with a type", "a oneof that is not there", "a name with an escape", "a name in dots", "an empty name",
            "a map without a key",
            "a file without a name", "a file with a line break", "an enum without values", "a JSON name with a bell", "a text of bytes",
            "a number as text", "a cut off message",
        ])
    func nonsense(_ what: String) {
        let bytes: [UInt8] =
            switch what {
            case "a number of 0": message { $0.field("f", 0, kind: 5) }
            case "a number too large": message { $0.field("f", 1 << 29, kind: 5) }
            case "no kind": message { $0.field("f", 1, kind: 0) }
            case "a kind too many": message { $0.field("f", 1, kind: 19) }
            case "a label too many": message { $0.field("f", 1, kind: 5, label: 4) }
            case "a message without a type": message { $0.field("f", 1, kind: 11) }
            case "a number with a type": message { $0.field("f", 1, kind: 5, type: ".p.M") }
            case "a oneof that is not there":
                message { message in
                    message.message(2) { field in
                        field.text(1, "f")
                        field.number(3, 1)
                        field.number(5, 5)
                        field.number(9, 0)
                    }
                }
            case "a name with an escape": message { $0.field("f\u{1B}[2J", 1, kind: 5) }
            case "a name in dots": message { $0.field("f.g", 1, kind: 5) }
            case "an empty name": message { $0.field("", 1, kind: 5) }
            case "a map without a key":
                message { message in
                    message.field("value", 2, kind: 5)
                    message.message(7) { $0.number(7, 1) }
                }
            case "a file without a name": DescriptorBytes { $0.text(12, "proto3") }.bytes
            case "a file with a line break": DescriptorBytes.file("a\n.proto") { _ in }
            case "an enum without values": DescriptorBytes.file { $0.message(5) { $0.text(1, "E") } }
            case "a JSON name with a bell":
                message { message in
                    message.message(2) { field in
                        field.text(1, "f")
                        field.number(3, 1)
                        field.number(5, 5)
                        field.text(10, "f\u{7}")
                    }
                }
            case "a text of bytes": DescriptorBytes { $0.content(1, [0xFF]) }.bytes
            case "a number as text": message { $0.message(2) { $0.text(3, "1") } }
            default: message { $0.field("f", 1, kind: 5) }.dropLast(1) + [0x7F]
            }
        let reason = refusal([bytes])
        #expect(reason == .malformed, "\(what)")
    }

    @Test("A name is declared once, and every type that is named is declared")
    func names() {
        #expect(refusal([message { $0.field("f", 1, kind: 11, type: ".p.N") }]) == .unresolved)
        #expect(refusal([message { $0.field("f", 1, kind: 14, type: ".p.M") }]) == .unresolved)
        #expect(refusal([message { $0.field("f", 1, kind: 11, type: ".p.M") }]) == nil)
        #expect(refusal([message { _ in }, message { _ in }]) == .duplicate)
        #expect(
            refusal([
                message { message in
                    message.field("f", 1, kind: 5)
                    message.field("f", 2, kind: 5)
                }
            ]) == .duplicate)
        let service = DescriptorBytes.file("b.proto") { file in
            file.message(6) { service in
                service.text(1, "S")
                service.message(2) { method in
                    method.text(1, "Go")
                    method.text(2, ".p.M")
                    method.text(3, ".p.Gone")
                }
            }
        }
        #expect(refusal([message { _ in }, service]) == .unresolved)
    }

    @Test("A file of an edition is refused as what it is")
    func editions() {
        let file = DescriptorBytes { file in
            file.text(1, "a.proto")
            file.text(12, "editions")
        }
        #expect(refusal([file.bytes]) == .unsupported)
    }

    @Test("Random bytes, and damaged descriptions, are read or refused, and end nothing")
    func damage() {
        var random = SystemRandomNumberGenerator()
        let whole = message { message in
            message.field("f", 1, kind: 11, type: ".p.M")
            message.field("g", 2, kind: 9, label: 3)
        }
        for _ in 0..<5_000 {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = refusal([bytes])
            _ = refusal([(0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }])
        }
    }
}
