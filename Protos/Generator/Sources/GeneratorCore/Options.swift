internal import SwiftProtobufPluginLibrary

/// What one run of the plugin is to write, from protoc's `--ttrpc-swift_opt`: `Visibility=package,Emit=values`.
struct Options: Equatable {
    /// A kind of file, one of each per .proto.
    enum Output: String, CaseIterable {
        /// `x.values.swift` and `x.coding.swift`: the messages and enums, and their passage through protobuf-c.
        case values
        /// `x.service.swift`: method tables and the protocols servers implement.
        case services
        /// `x.client.swift`: typed clients.
        case clients
    }

    /// `Visibility`: who may see what is written: `public`, `package` or `internal`.
    var visibility = "public"
    /// `Emit`: the kinds of file, joined by `+`.
    var outputs: Set<Output> = [.values, .services]
    /// `CModules`: the modules with protoc-c's structs, joined by `+`.
    var cModules: [String] = []
    /// `APIModule`: the module that holds the values and method tables, if clients are written into another.
    var apiModule: String?

    init(_ pairs: [(key: String, value: String)]) throws(GeneratorError) {
        for (key, value) in pairs {
            switch key {
            case "Visibility":
                guard ["public", "package", "internal"].contains(value) else { throw GeneratorError("unknown visibility \(value)") }
                visibility = value
            case "Emit":
                outputs = []
                for part in value.split(separator: "+") {
                    guard let output = Output(rawValue: String(part)) else { throw GeneratorError("unknown output \(part)") }
                    outputs.insert(output)
                }
            case "CModules":
                cModules = value.split(separator: "+").map(String.init)
            case "APIModule":
                apiModule = value
            default:
                throw GeneratorError("unknown parameter \(key)")
            }
        }
    }
}

/// What protoc prints when the contract or a parameter cannot be worked with.
struct GeneratorError: Error, Equatable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
