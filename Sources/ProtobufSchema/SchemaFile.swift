/// One .proto file, as its FileDescriptorProto tells it: what is needed to list, print and call what it declares.
///
/// Options, extensions and comments are read over. Full names are without a leading dot.
public struct SchemaFile: Sendable, Hashable {
    /// As other files import it: `invitation/v1/types.proto`.
    public var name = ""
    /// `invitation.v1`; empty: none.
    public var package = ""
    /// The names of the files it imports.
    public var dependencies: [String] = []
    /// proto3; otherwise proto2.
    public var isProto3 = false
    /// The messages at its top.
    public var messages: [Message] = []
    /// The enums at its top.
    public var enums: [Enum] = []
    /// Its services.
    public var services: [Service] = []

    /// A message type.
    public struct Message: Sendable, Hashable {
        /// `invitation.v1.ListContactsRequest`
        public var fullName = ""
        /// In the order of the file.
        public var fields: [Field] = []
        /// The names of its oneofs, those that stand for `optional` included.
        public var oneofs: [String] = []
        /// Types declared inside it.
        public var messages: [Message] = []
        /// Enums declared inside it.
        public var enums: [Enum] = []
        /// Made for a `map<…>`: a key and a value.
        public var isMapEntry = false
    }

    /// A field of a message.
    public struct Field: Sendable, Hashable {
        public var name = ""
        /// The name in JSON.
        public var jsonName = ""
        public var number: UInt32 = 0
        public var label = Label.optional
        public var kind = Kind.int32
        /// The full name of its message or enum; empty for other kinds.
        public var typeName = ""
        /// The position of its oneof in ``Message/oneofs``.
        public var oneof: Int?
        /// Declared `optional` in proto3: alone in a oneof that no one wrote.
        public var isProto3Optional = false
        /// Whether being absent differs from being at the default.
        public var hasPresence = false
        /// A repeated number that is written as one run.
        public var isPacked = false
    }

    /// How often a field may be there. The numbers are those of FieldDescriptorProto.
    public enum Label: UInt64, Sendable, Hashable {
        case optional = 1
        case required, repeated
    }

    /// What a field holds. The numbers are those of FieldDescriptorProto.
    public enum Kind: UInt64, Sendable, Hashable {
        case double = 1
        case float, int64, uint64, int32, fixed64, fixed32, bool, string, group, message, bytes, uint32, enumeration, sfixed32, sfixed64
        case sint32, sint64
    }

    /// An enum.
    public struct Enum: Sendable, Hashable {
        public var fullName = ""
        /// In the order of the file.
        public var values: [Value] = []

        /// One name of a number.
        public struct Value: Sendable, Hashable {
            public var name = ""
            public var number: Int32 = 0
        }
    }

    /// A service.
    public struct Service: Sendable, Hashable {
        /// `invitation.v1.InvitationService`
        public var fullName = ""
        /// In the order of the file.
        public var methods: [Method] = []
    }

    /// A method of a service.
    public struct Method: Sendable, Hashable {
        public var name = ""
        /// Full name of the message it takes.
        public var request = ""
        /// Full name of the message it answers.
        public var response = ""
        public var hasRequestStream = false
        public var hasResponseStream = false
        /// `idempotency_level = NO_SIDE_EFFECTS`
        public var hasNoSideEffects = false
    }
}

extension String {
    /// The last part of a full name.
    var lastName: String { lastIndex(of: ".").map { String(self[index(after: $0)...]) } ?? self }
}
