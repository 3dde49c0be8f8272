import ProtobufJSON
import ProtobufRuntime
import Testing

@Suite("The mapping is the one of Google's own protobuf")
struct GoogleTests {
    @Test("Random messages go both ways as Google's library has them", arguments: Messages.all.indices)
    func randomMessages(index: Int) throws {
        let message = Messages.all[index]
        let descriptors = try GooglePython.descriptors.get()
        let count = 300
        let made = try GooglePython.run(["make", descriptors, message.fullName, "\(20_260 + index)", "\(count)"])
        var answers: [String] = []
        for line in made.split(separator: "\n") {
            let columns = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            let wire = try #require(Self.bytes(hex: columns[0]))
            let text = try Messages.mapping.json(fromWire: wire, as: message)
            let encoded = try Messages.mapping.wireBytes(fromJSON: String(columns[1]), as: message)
            answers.append("\(columns[0])\t\(text)\t\(Self.hex(encoded))")
        }
        let checked = try GooglePython.run(["check", descriptors, message.fullName], input: answers.joined(separator: "\n"))
        #expect(checked == "\(count)\n")
    }

    private static func bytes(hex: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Substring(hex)
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
