internal import Invitations

/// Why a letter cannot be written. Says nothing personal: it is kept as the delivery's detail.
public enum LetterError: Error, Sendable, Hashable {
    /// The time-zone database has no zone of the school's name: no deadline could be printed that is certainly right.
    case badTimeZone
    case schoolHasNoName
    /// The school's own templates cannot be used.
    case template(LetterTemplateError)
}

extension LetterError {
    /// For the school's office.
    var detail: String {
        switch self {
        case .badTimeZone: "the school's time zone is unknown"
        case .schoolHasNoName: "the school has no name"
        case .template(let error): "the school's email template cannot be used: \(error.place)"
        }
    }

    /// For the history.
    var word: String {
        switch self {
        case .badTimeZone: "badTimeZone"
        case .schoolHasNoName: "schoolHasNoName"
        case .template: "TEMPLATE"
        }
    }

    /// What the mail waits for.
    var hold: HoldCause {
        switch self {
        case .badTimeZone, .schoolHasNoName: .letter
        case .template: .template
        }
    }

    /// What somebody is told who wants to see the letter.
    var refusal: InvitationError {
        switch self {
        case .badTimeZone, .schoolHasNoName: InvitationError(.letterUnavailable, "The email cannot be written: \(detail).")
        case .template(let error):
            InvitationError(
                .templateUnusable,
                "The school's email template cannot be used, and its email is held until it is mended. \(oneLine("\(error)", scalarsMax: 400))",
                ["file": oneLine(error.file)].merging(error.line.map { ["line": "\($0)"] } ?? [:]) { $1 })
        }
    }
}
