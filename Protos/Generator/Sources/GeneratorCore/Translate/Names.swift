/// The contract's names in Swift and in protobuf-c's C.
struct Names {
    let types: [String: Schema.TypeReference]

    /// `BadRequest.FieldViolation`; with the file's prefix, and a prefix of its own where Swift has the name already.
    func swiftType(_ fullName: String) -> String {
        guard let reference = types[fullName], let first = reference.path.first else { return fullName }
        let outermost = reference.prefix + first
        let name = Self.taken.contains(outermost) ? "Protobuf" + outermost : outermost
        return ([name] + reference.path.dropFirst()).joined(separator: ".")
    }

    /// `BadRequest` and `FieldViolation`: the name a type is declared by.
    func swiftDeclaration(_ fullName: String) -> String {
        let name = swiftType(fullName)
        return name.split(separator: ".").last.map(String.init) ?? name
    }

    /// protobuf-c's struct or enum: `Google__Rpc__BadRequest__FieldViolation`.
    func cType(_ fullName: String) -> String {
        fullName.split(separator: ".").map { Self.upperCamel($0) }.joined(separator: "__")
    }

    /// The beginning of protobuf-c's functions for a type: `google__rpc__bad_request__field_violation`.
    func cFunctionPrefix(_ fullName: String) -> String {
        fullName.split(separator: ".").map { Self.snake($0) }.joined(separator: "__")
    }

    /// `schoolID`, from `school_id`.
    static func property(_ name: String) -> String {
        let words = name.split(separator: "_").map { $0.lowercased() }
        let camel = words.enumerated().map { index, word in index == 0 ? word : initialisms[word] ?? capitalized(word) }.joined()
        return camel
    }

    /// `listContacts`, from `ListContacts`.
    static func method(_ name: String) -> String {
        (name.first.map { $0.lowercased() } ?? "") + name.dropFirst()
    }

    /// `NOT_REGISTERED`, from `REGISTRATION_STATUS_NOT_REGISTERED` of `RegistrationStatus`.
    static func enumValue(_ value: String, of enumeration: String) -> String {
        let prefix = snake(enumeration[...]).uppercased() + "_"
        guard value.hasPrefix(prefix), let first = value.dropFirst(prefix.count).first, !first.isNumber else { return value }
        return String(value.dropFirst(prefix.count))
    }

    /// The name, in backticks where Swift would take it for a keyword.
    static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    /// The name behind a dot, where Swift takes all keywords but one for names.
    static func afterDot(_ name: String) -> String { name == "init" ? "`init`" : name }

    /// protobuf-c's rule for a struct's member: lower case, with an underscore behind a C keyword.
    static func cMember(_ name: String) -> String {
        let lower = name.lowercased()
        return escaped(cKeywords.contains(lower) ? lower + "_" : lower)
    }

    private static func capitalized(_ word: some StringProtocol) -> String {
        (word.first.map { $0.uppercased() } ?? "") + word.dropFirst()
    }

    private static func upperCamel(_ name: Substring) -> String { name.split(separator: "_").map { capitalized($0) }.joined() }

    /// protobuf-c's rule: an underscore before a capital that follows no capital.
    private static func snake(_ name: Substring) -> String {
        var result = ""
        var wasUpper = true
        for character in name {
            if character.isUppercase, !wasUpper { result += "_" }
            result += character.lowercased()
            wasUpper = character.isUppercase
        }
        return result
    }

    private static let initialisms = ["id": "ID", "ids": "IDs", "url": "URL", "html": "HTML"]

    /// Names of Swift's own that a message must not hide.
    private static let taken: Set<String> = [
        "Any", "Array", "Bool", "Character", "Dictionary", "Double", "Duration", "Error", "Float", "Int", "Int32", "Int64", "Never",
        "Optional", "Result", "Self", "Sendable", "Set", "String", "Task", "Type", "UInt32", "UInt64", "Void",
    ]

    private static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum",
        "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal",
        "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self",
        "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]

    private static let cKeywords: Set<String> = [
        "and", "auto", "bool", "break", "case", "catch", "char", "class", "const", "continue", "default", "delete", "do", "double",
        "else", "enum", "explicit", "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable",
        "namespace", "new", "not", "operator", "or", "private", "protected", "public", "register", "return", "short", "signed",
        "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef", "typeof", "union", "unsigned",
        "using", "virtual", "void", "volatile", "while", "xor",
    ]
}
