internal import InvitationAPI
internal import ProtobufJSON
internal import ProtobufRuntime

extension Contact {
    /// As people address them.
    var name: String { [title, forename, surname].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension Pupil {
    /// As people say it.
    var name: String { [forename, surname].filter { !$0.isEmpty }.joined(separator: " ") }

    /// As lists are sorted.
    var listedName: String { [surname, forename].filter { !$0.isEmpty }.joined(separator: ", ") }

    /// Year and registration group.
    var place: String { [yearGroup, registrationGroup].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension ProtobufEnum {
    /// Nothing for the value that says nothing.
    var shownName: String { rawValue == 0 ? "" : name }
}

extension Timestamp {
    /// RFC 3339; empty for an instant that has no such form.
    var text: String {
        guard case .string(let text)? = try? MessageJSON.value(self) else { return "" }
        return text
    }

    /// RFC 3339 without fractions, as precise as a person needs it.
    var secondText: String { Timestamp(seconds: seconds).text }

    /// The day in UTC.
    var day: String { String(text.prefix(10)) }
}
