import Foundation
import ProtobufJSON
import ProtobufRuntime
import ProtobufSchema
import Testing

@Suite("The mapping is the one of Google's own protobuf")
struct GoogleTests {
    @Test("Random messages go both ways as Google's library has them", arguments: Messages.all.indices)
    func randomMessages(index: Int) throws {
        let message = Messages.all[index]
        let descriptors = try GooglePython.descriptors.get()
        let schema = try Self.schema(descriptors)
        let read = try #require(schema.message(message.fullName).map { JSONMessageType($0) })
        let mapping = JSONMapping(messagesInAny: schema.allMessages.map { JSONMessageType($0) })
        let count = 300
        let made = try GooglePython.run(["make", descriptors, message.fullName, "\(20_260 + index)", "\(count)"])
        var answers: [String] = []
        for line in made.split(separator: "\n") {
            let columns = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            let wire = try #require(Self.bytes(hex: columns[0]))
            let text = try Messages.mapping.json(fromWire: wire, as: message)
            let encoded = try Messages.mapping.wireBytes(fromJSON: String(columns[1]), as: message)
            // A schema that was read at run time says the same as the one compiled in.
            #expect(try mapping.json(fromWire: wire, as: read) == text)
            #expect(try mapping.wireBytes(fromJSON: String(columns[1]), as: read) == encoded)
            answers.append("\(columns[0])\t\(text)\t\(Self.hex(encoded))")
        }
        let checked = try GooglePython.run(["check", descriptors, message.fullName], input: answers.joined(separator: "\n"))
        #expect(checked == "\(count)\n")
    }

    @Test("So do those of other people's contracts: optional, aliases, their own JSON names, recursion", arguments: ["Optional", "Tree"])
    func foreignMessages(name: String) throws {
        let descriptors = try GooglePython.foreignDescriptors.get()
        let schema = try Self.schema(descriptors)
        let type = JSONMessageType(try #require(schema.message("foreign.\(name)")))
        let count = 300
        var answers: [String] = []
        for line in try GooglePython.run(["make", descriptors, type.fullName, "20270", "\(count)"]).split(separator: "\n") {
            let columns = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            let text = try JSONMapping().json(fromWire: try #require(Self.bytes(hex: columns[0])), as: type)
            let encoded = try JSONMapping().wireBytes(fromJSON: String(columns[1]), as: type)
            answers.append("\(columns[0])\t\(text)\t\(Self.hex(encoded))")
        }
        #expect(try GooglePython.run(["check", descriptors, type.fullName], input: answers.joined(separator: "\n")) == "\(count)\n")
    }

    static func schema(_ descriptors: String) throws -> Schema {
        var reader = SchemaReader()
        var files: [SchemaFile] = []
        for file in try reader.files(ofSet: Array(Data(contentsOf: URL(filePath: descriptors)))) { files.append(try reader.file(file)) }
        return try Schema(files)
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
