/// A .proto file in Swift's words: every name, type and expression settled, nothing laid out yet.
struct SwiftFile {
    /// `invitation/v1/types.proto`
    let source: String
    let enums: [Enum]
    let messages: [Message]
    let services: [Service]

    struct Enum {
        let declaration: String
        let docs: [String]
        let cases: [Case]

        struct Case {
            let name: String
            /// What people read: `QUEUED`.
            let displayName: String
            let number: Int32
            let docs: [String]
        }
    }

    struct Message {
        /// `FieldViolation`
        let declaration: String
        /// `BadRequest.FieldViolation`
        let type: String
        let fullName: String
        let docs: [String]
        let properties: [Property]
        let oneofs: [Oneof]
        let enums: [Enum]
        let messages: [Message]
        let cType: String
        let cInitializer: String
        /// Statements that fill `self` from `c`.
        let decoding: [String]
        /// Statements that fill `c` from `self`.
        let encoding: [String]
        /// Whether the statements touch protobuf-c's own types.
        let usesBinaryData: Bool
    }

    struct Property {
        let name: String
        let type: String
        let defaultValue: String
        let docs: [String]
    }

    struct Oneof {
        let declaration: String
        let docs: [String]
        let cases: [(name: String, payload: String, docs: [String])]
    }

    struct Service {
        let name: String
        let fullName: String
        let docs: [String]
        let methods: [Method]
    }

    struct Method {
        let name: String
        let wireName: String
        let docs: [String]
        let request: String
        let response: String
        let kind: Schema.Method.Kind
        let hasNoSideEffects: Bool
        let isOnLoop: Bool
    }
}
