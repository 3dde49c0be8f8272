import Foundation
import Testing

@testable import GeneratorCore

/// One schema per shape: what the generator writes for Fixtures/x.proto is in Golden/. `UPDATE_GOLDEN=1 swift test` writes it anew.
@Suite struct GoldenTests {
    @Test(
        "Every shape of schema is written as its golden files say",
        arguments: ["scalars", "nested", "repeated", "enums", "oneof", "timestamp", "methods"])
    func golden(shape: String) throws {
        let parameter = "Emit=values+services+clients,CModules=ShapeMessages,APIModule=ShapeAPI"
        let outputs = try Plugin.run("\(shape).proto", parameter: parameter)
        #expect(!outputs.isEmpty)
        for output in outputs {
            let golden = Plugin.tests.appendingPathComponent("Golden/\(output.name)")
            if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
                try output.text.write(to: golden, atomically: true, encoding: .utf8)
            }
            #expect(try output.text == String(contentsOf: golden, encoding: .utf8), "Golden/\(output.name)")
        }
        let expected = try FileManager.default.contentsOfDirectory(atPath: Plugin.tests.appendingPathComponent("Golden").path)
            .filter { $0.hasPrefix("\(shape).") }
        #expect(Set(expected) == Set(outputs.map(\.name)))
    }

    @Test("The same contract is written the same way every time")
    func deterministic() throws {
        let first = try Plugin.run("repeated.proto", parameter: "")
        #expect(try Plugin.run("repeated.proto", parameter: "").map(\.text) == first.map(\.text))
    }

    @Test("Visibility is as asked for, in every declaration and import", arguments: ["package", "internal"])
    func visibility(_ visibility: String) throws {
        for shape in ["oneof", "enums", "methods"] {
            for output in try Plugin.run("\(shape).proto", parameter: "Visibility=\(visibility),Emit=values+services+clients") {
                #expect(!output.text.contains("public "), "\(output.name)")
            }
        }
    }
}
