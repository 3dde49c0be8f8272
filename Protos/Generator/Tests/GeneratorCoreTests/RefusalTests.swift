import Testing

@testable import GeneratorCore

/// What protobuf-c cannot carry, or the house does not allow, is refused with a sentence and not generated.
@Suite struct RefusalTests {
    @Test(
        "A contract that cannot be carried is refused",
        arguments: [
            ("syntax = \"proto2\"; message A { optional string a = 1; }", "only proto3"),
            ("syntax = \"proto3\"; message A { A a = 1; }", "recursive messages are refused: A > A"),
            ("syntax = \"proto3\"; message A { B b = 1; } message B { repeated A a = 1; }", "recursive messages are refused: A > B > A"),
            ("syntax = \"proto3\"; message A { map<string, A> a = 1; }", "recursive messages are refused"),
            ("syntax = \"proto3\"; message A { optional string a = 1; }", "proto3 optional is not supported"),
            ("syntax = \"proto3\"; message A { map<int32, string> a = 1; }", "only a map with string keys"),
            ("syntax = \"proto3\"; enum E { option allow_alias = true; E_A = 0; E_B = 0; }", "enum aliases are not supported"),
        ])
    func contract(source: String, reason: String) throws {
        let error = try #require(throws: GeneratorError.self) { try Plugin.run(source: source, parameter: "") }
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test("A parameter that is not known is refused", arguments: ["Emit=everything", "Visibility=open", "Speed=high"])
    func parameter(_ parameter: String) {
        #expect(throws: GeneratorError.self) { try Plugin.run("enums.proto", parameter: parameter) }
    }
}
