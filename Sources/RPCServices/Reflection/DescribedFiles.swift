internal import ProtobufSchema
internal import RPCServiceMessages

/// The files a server can describe, encoded as protoc wrote them, found by name and by what they declare.
public struct DescribedFiles: Sendable {
    private let encoded: [String: [UInt8]]
    private let schema: Schema

    /// - Parameter sets: each an encoded `google.protobuf.FileDescriptorSet` that the server was built with; files may be in several.
    /// - Throws: what says that they are none, or not whole.
    public init(_ sets: [[UInt8]]) throws {
        var reader = SchemaReader()
        var encoded: [String: [UInt8]] = [:]
        var files: [SchemaFile] = []
        for set in sets {
            for bytes in try reader.files(ofSet: set) {
                let file = try reader.file(bytes)
                if encoded.updateValue(bytes, forKey: file.name) == nil { files.append(file) }
            }
        }
        self.encoded = encoded
        schema = try Schema(files)
    }

    /// The contracts of the services in this module.
    public static func ofRPCServices() -> [UInt8] {
        var count = 0
        return Array(UnsafeBufferPointer(start: rpc_service_descriptors(&count), count: count))
    }

    /// The file of a name, then all it imports, each once; nil: there is none of that name.
    func file(named name: String) -> [[UInt8]]? {
        guard encoded[name] != nil else { return nil }
        var names = [name]
        var position = 0
        while position < names.count {
            let file = schema.files.first { $0.name == names[position] }
            for dependency in file?.dependencies ?? [] where !names.contains(dependency) { names.append(dependency) }
            position += 1
        }
        return names.compactMap { encoded[$0] }
    }

    /// The file that declares a symbol, then all it imports; nil: none declares it.
    func file(declaring symbol: String) -> [[UInt8]]? { schema.file(declaring: symbol).flatMap(file(named:)) }
}
