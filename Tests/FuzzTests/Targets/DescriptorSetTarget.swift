import ProtobufJSON
import ProtobufSchema

extension FuzzTarget {
    /// What a server's reflection answers, or a file of descriptors: read, linked, printed, and its messages used.
    static let descriptorSet = FuzzTarget(name: "descriptor-set") { input in
        var reader = SchemaReader()
        var files: [SchemaFile] = []
        let schema: Schema
        do throws(SchemaError) {
            for file in try reader.files(ofSet: input) { files.append(try reader.file(file)) }
            schema = try Schema(files)
        } catch {
            try promise(!error.description.isEmpty, "a schema that is refused without a reason")
            return
        }
        var printed = 0
        for file in files {
            for service in file.services { printed += ProtoText.text(service).utf8.count }
            for enumeration in file.enums { printed += ProtoText.text(enumeration).utf8.count }
        }
        let mapping = JSONMapping()
        for message in schema.allMessages.prefix(64) {
            printed += ProtoText.text(message).utf8.count
            let type = JSONMessageType(message)
            guard let empty = try? mapping.json(fromWire: [], as: type, emitsDefaults: true) else { continue }
            _ = try? mapping.wireBytes(fromJSON: empty, as: type)
            // Bytes that are no message of this schema, and sometimes are.
            _ = try? mapping.json(fromWire: Array(input.prefix(256)), as: type)
        }
        try promise(printed <= 1000 * input.count + 4096, "\(input.count) bytes print as \(printed)")
    }
}
