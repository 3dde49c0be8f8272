/// The documents of Wonde's API as far as we read them. Everything else in them is passed over and never kept (R39).
///
/// Read tolerantly: what may be missing is optional, and null is as missing. A wrong type is refused.
struct WondeSchoolDocument: Decodable {
    var data: WondeSchool
}

struct WondeSchool: Decodable {
    var id: String
    var name: String?
    var timezone: String?
}

struct WondePage: Decodable {
    var data: [WondeStudent]
    var meta: Meta?

    struct Meta: Decodable { var pagination: Pagination? }
    struct Pagination: Decodable {
        var next: String?
        var more: Bool?
        var current_page: Int?
    }
}

/// Only what a page says of the others: read before its pupils are.
struct WondePageLinks: Decodable {
    var meta: WondePage.Meta?
}

/// Only the ids of a page: to name the record that could not be read.
struct WondePageIDs: Decodable {
    var data: [Record]

    struct Record: Decodable {
        var id: String?

        init(from decoder: any Decoder) throws {
            id = try? decoder.container(keyedBy: FeedKey.self).decode(String.self, forKey: "id")
        }
    }
}

struct WondeStudent: Decodable {
    var id: String
    var forename: String?
    var surname: String?
    var year: Included<WondeGroup>?
    var group: Included<WondeGroup>?
    var education_details: Included<EducationDetails>?
    var contact_details: Included<WondeContactDetails>?
    var contacts: Included<[WondeContact]>?
    /// Whether there is a key of contacts at all. Null and empty say that there are none; without the key nobody asked for them.
    var saysContacts: Bool

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: FeedKey.self)
        id = try fields.decode(String.self, forKey: "id")
        forename = try fields.decodeIfPresent(String.self, forKey: "forename")
        surname = try fields.decodeIfPresent(String.self, forKey: "surname")
        year = try fields.decodeIfPresent(Included<WondeGroup>.self, forKey: "year")
        group = try fields.decodeIfPresent(Included<WondeGroup>.self, forKey: "group")
        education_details = try fields.decodeIfPresent(Included<EducationDetails>.self, forKey: "education_details")
        contact_details = try fields.decodeIfPresent(Included<WondeContactDetails>.self, forKey: "contact_details")
        contacts = try fields.decodeIfPresent(Included<[WondeContact]>.self, forKey: "contacts")
        saysContacts = fields.contains("contacts")
    }

    struct EducationDetails: Decodable { var current_nc_year: String? }
}

struct WondeGroup: Decodable {
    var name: String?
    var code: String?
}

struct WondeContact: Decodable {
    var id: String
    var title: String?
    var forename: String?
    var surname: String?
    var relationship: WondeRelationship?
    var contact_details: Included<WondeContactDetails>?
}

struct WondeRelationship: Decodable {
    var relationship: String?
    var parental_responsibility: Bool?
    var court_order: Bool?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: FeedKey.self)
        relationship = try fields.decodeIfPresent(String.self, forKey: "relationship")
        parental_responsibility = try fields.decodeIfPresent(Bool.self, forKey: "parental_responsibility")
        // The one key that differs between deployments (R33).
        let key = decoder.userInfo[.courtOrderKey] as? String ?? FeedOptions.courtOrderKeyDefault
        court_order = try fields.decodeIfPresent(Bool.self, forKey: FeedKey(key))
    }
}

struct WondeContactDetails: Decodable {
    var emails: WondeEmails?
}

struct WondeEmails: Decodable {
    var email: String?
    var primary: String?
    var home: String?
    var work: String?
}

/// An included part: `{"data": …}`, where data may be null.
struct Included<Value: Decodable>: Decodable {
    var data: Value?
}

struct FeedKey: CodingKey, ExpressibleByStringLiteral {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension CodingUserInfoKey {
    static let courtOrderKey = CodingUserInfoKey(rawValue: "courtOrderKey")!
}
