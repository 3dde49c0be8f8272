internal import FoundationEssentials
internal import InvitationAPI

/// Turns Wonde's documents into the contract's records.
struct WondeReader {
    let options: FeedOptions

    func school(_ document: FeedDocument) throws(FeedError) -> RosterSchool {
        let school = try decode(WondeSchoolDocument.self, from: document).data
        return RosterSchool(
            schoolID: school.id, name: school.name ?? "", misLinked: options.isMISLinked, timeZone: school.timezone ?? "",
            confirmDigest: options.confirmDigest)
    }

    func page(_ document: FeedDocument) throws(FeedError) -> WondePage { try decode(WondePage.self, from: document) }

    func pupil(_ student: WondeStudent) -> RosterPupil {
        RosterPupil(
            pupil: Pupil(
                id: student.id, forename: student.forename ?? "", surname: student.surname ?? "",
                yearGroup: Self.name(of: student.year?.data) ?? student.education_details?.data?.current_nc_year.map { "Year \($0)" } ?? "",
                registrationGroup: Self.name(of: student.group?.data) ?? ""),
            contacts: (student.contacts?.data ?? []).map(contact),
            email: EmailFields.address(of: student.contact_details?.data?.emails))
    }

    private func contact(_ contact: WondeContact) -> RosterContact {
        RosterContact(
            id: contact.id, title: contact.title ?? "", forename: contact.forename ?? "", surname: contact.surname ?? "",
            email: EmailFields.address(of: contact.contact_details?.data?.emails),
            relationship: contact.relationship?.relationship ?? "",
            courtOrder: Self.triState(contact.relationship?.court_order),
            parentalResponsibility: Self.triState(contact.relationship?.parental_responsibility))
    }

    /// Missing is absent, never false (R8, R33).
    private static func triState(_ value: Bool?) -> TriState {
        switch value {
        case true?: .true
        case false?: .false
        case nil: .absent
        }
    }

    private static func name(of group: WondeGroup?) -> String? { group?.name ?? group?.code }

    // MARK: Decoding

    func decode<Document: Decodable>(_ type: Document.Type, from document: FeedDocument) throws(FeedError) -> Document {
        let decoder = JSONDecoder()
        decoder.userInfo[.courtOrderKey] = options.courtOrderKey
        do {
            return try decoder.decode(type, from: Data(document.bytes))
        } catch let error as DecodingError {
            throw feedError(error, in: document)
        } catch {
            throw FeedError(file: document.name, problem: "this is not JSON in UTF-8")
        }
    }

    // MARK: Errors

    private func feedError(_ error: DecodingError, in document: FeedDocument) -> FeedError {
        switch error {
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            FeedError(file: document.name, problem: "this is not JSON in UTF-8")
        case .keyNotFound(let key, let context):
            located(context.codingPath + [key], in: document, problem: "must be there")
        case .valueNotFound(let type, let context):
            located(context.codingPath, in: document, problem: "must be \(Self.word(for: type)), but is null")
        case .typeMismatch(let type, let context):
            located(context.codingPath, in: document, problem: "must be \(Self.word(for: type))")
        case .dataCorrupted(let context):
            located(context.codingPath, in: document, problem: "cannot be read")
        @unknown default:
            FeedError(file: document.name, problem: "cannot be read")
        }
    }

    /// Splits `data[3].contacts…` into the id of the fourth record and the path within it.
    private func located(_ path: [any CodingKey], in document: FeedDocument, problem: String) -> FeedError {
        guard path.count >= 2, path[0].stringValue == "data" else {
            return FeedError(file: document.name, field: Self.text(path[...]), problem: problem)
        }
        guard let index = path[1].intValue else {
            return FeedError(file: document.name, field: Self.text(path.dropFirst()), problem: problem)
        }
        let ids = try? JSONDecoder().decode(WondePageIDs.self, from: Data(document.bytes)).data
        let id = ids.flatMap { index < $0.count ? $0[index].id : nil } ?? "number \(index + 1) of the page"
        return FeedError(file: document.name, record: id, field: path.count > 2 ? Self.text(path.dropFirst(2)) : nil, problem: problem)
    }

    private static func text(_ path: ArraySlice<any CodingKey>) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
        return text
    }

    private static func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is [Any].Type: "a list"
        default: "an object"
        }
    }
}
