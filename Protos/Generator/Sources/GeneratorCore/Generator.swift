public import SwiftProtobuf
public import SwiftProtobufPluginLibrary

/// The plugin: descriptors from protoc are parsed into a ``Schema``, translated into Swift's words, and rendered as text.
public struct Generator: CodeGenerator {
    public init() {}

    public var supportedFeatures: [Google_Protobuf_Compiler_CodeGeneratorResponse.Feature] { [] }
    public var customOptionExtensions: [any AnyMessageExtension] { [onLoopOption] }

    public func generate(
        files: [FileDescriptor], parameter: any CodeGeneratorParameter, protoCompilerContext: any ProtoCompilerContext,
        generatorOutputs: any GeneratorOutputs
    ) throws {
        let options = try Options(parameter.parsedPairs)
        for file in files {
            for output in try Self.generate(file, options) { try generatorOutputs.add(fileName: output.name, contents: output.text) }
        }
    }

    /// A file of Swift.
    struct Output {
        let name: String
        let text: String
    }

    static func generate(_ file: FileDescriptor, _ options: Options) throws -> [Output] {
        let schema = try SchemaParser.parse(file)
        let swift = Translator(schema).translate()
        return FileRenderer(swift, options).outputs()
    }
}
