/// Text from outside, checked before it becomes a `String` that would mend it silently.
enum UTF8Text {
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    static func text(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw JSONError(.notUTF8, "this text is not UTF-8") }
        return text
    }
}
