/// A .proto file, as far as the generator is concerned: plain values without a link back to protoc's descriptors.
struct Schema {
    /// `invitation/v1/types.proto`
    let path: String
    let enums: [Enum]
    let messages: [Message]
    let services: [Service]
    /// Every message and enum this file may refer to, its own included, by full name.
    let types: [String: TypeReference]

    /// What has to be known of a type to name it.
    struct TypeReference {
        let package: String
        /// The names from the outermost message inwards: `["BadRequest", "FieldViolation"]`.
        let path: [String]
        /// `option swift_prefix` of the file it stands in.
        let prefix: String
        /// Of an enum: the name of its zero.
        var zeroValue: String?
    }

    struct Enum {
        let fullName: String
        let name: String
        let docs: [String]
        let values: [Value]

        struct Value {
            let name: String
            let number: Int32
            let docs: [String]
        }
    }

    struct Message {
        let fullName: String
        let docs: [String]
        /// In the order of the file.
        let members: [Member]
        let enums: [Enum]
        let messages: [Message]

        /// What a value of the message holds side by side.
        enum Member {
            case field(Field)
            case oneof(Oneof)
        }
    }

    struct Field {
        let name: String
        let number: Int32
        let type: FieldType
        let docs: [String]
    }

    /// At most one of several fields.
    struct Oneof {
        let name: String
        let docs: [String]
        let fields: [Field]
    }

    enum FieldType {
        case single(ValueType)
        case repeated(ValueType)
        /// Always with a text as key; on the wire a repeated message of the entry's type.
        case map(value: ValueType, entry: String)
    }

    enum ValueType: Hashable {
        case int32, int64, uint32, uint64, float, double, bool, text, bytes
        case enumeration(String)
        case message(String)
    }

    struct Service {
        let fullName: String
        let name: String
        let docs: [String]
        let methods: [Method]
    }

    struct Method {
        let name: String
        let docs: [String]
        let request: String
        let response: String
        let kind: Kind
        let hasNoSideEffects: Bool
        /// `option (rpc.on_loop) = true`
        let isOnLoop: Bool

        enum Kind: String {
            case unary, clientStreaming, serverStreaming, bidirectional
        }
    }
}
