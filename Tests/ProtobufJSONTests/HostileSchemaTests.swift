import ProtobufJSON
import Testing

@testable import ProtobufSchema

/// A server may describe anything, and then send anything.
@Suite("JSON along a hostile schema")
struct HostileSchemaTests {
    private func mapping(_ message: SchemaFile.Message, package: String) throws -> (JSONMessageType) {
        let schema = try Schema([SchemaFile(name: "a.proto", package: package, isProto3: true, messages: [message])])
        return JSONMessageType(try #require(schema.message(message.fullName)))
    }

    private func reason(_ body: () throws(JSONError) -> Void) -> JSONError.Reason? {
        do {
            try body()
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "A well-known name over other fields is not taken for what it is called",
        arguments: [
            "Timestamp", "Duration", "Any", "StringValue", "Int32Value", "Struct",
        ])
    func impostors(name: String) throws {
        let other = SchemaFile.Field(name: "other", jsonName: "other", number: 7, kind: .string)
        for fields in [[], [other], [other, SchemaFile.Field(name: "value", jsonName: "value", number: 8, kind: .bytes)]] {
            let type = try mapping(SchemaFile.Message(fullName: "google.protobuf.\(name)", fields: fields), package: "google.protobuf")
            for bytes: [UInt8] in [[], [0x0A, 1, 65], [8, 1], [58, 1, 65]] {
                #expect(reason { () throws(JSONError) in _ = try JSONMapping().json(fromWire: bytes, as: type) } == .unsupportedType)
            }
            for text in ["{}", "\"1s\"", "{\"@type\":\"x/y\"}", "1"] {
                #expect(reason { () throws(JSONError) in _ = try JSONMapping().wireBytes(fromJSON: text, as: type) } == .unsupportedType)
            }
        }
    }

    @Test("A recursive message is followed as deep as the limit, however deep its bytes are")
    func recursion() throws {
        let field = SchemaFile.Field(name: "m", jsonName: "m", number: 1, kind: .message, typeName: "p.M", hasPresence: true)
        let type = try mapping(SchemaFile.Message(fullName: "p.M", fields: [field]), package: "p")
        func nested(_ depth: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<depth {
                var outer: [UInt8] = []
                WireWriter.tag(1, .lengthPrefixed, to: &outer)
                WireWriter.lengthPrefixed(bytes, to: &outer)
                bytes = outer
            }
            return bytes
        }
        let limit = JSONLimits().depthMax
        #expect(reason { () throws(JSONError) in _ = try JSONMapping().json(fromWire: nested(limit - 1), as: type) } == nil)
        #expect(reason { () throws(JSONError) in _ = try JSONMapping().json(fromWire: nested(limit), as: type) } == .tooDeep)
        #expect(reason { () throws(JSONError) in _ = try JSONMapping().json(fromWire: nested(20_000), as: type) } == .tooDeep)
    }

    @Test("A message with a group is refused with its name, and nothing of it is read")
    func groups() throws {
        let field = SchemaFile.Field(name: "g", jsonName: "g", number: 1, kind: .group, typeName: "p.M")
        let type = try mapping(SchemaFile.Message(fullName: "p.M", fields: [field]), package: "p")
        #expect(reason { () throws(JSONError) in _ = try JSONMapping().json(fromWire: [11, 12], as: type) } == .unsupportedType)
    }
}
