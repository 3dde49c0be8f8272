import InvitationAPI
import RosterFeed
import Testing

/// A feed whose pages are texts, named `page1`, `page2`, …
struct MemoryFeed: FeedSource {
    var texts: [String]
    var pageCount: Int? { nil }

    func school() async throws -> FeedDocument { FeedDocument(name: "school", bytes: Array(schoolJSON.utf8)) }

    func pages() -> AsyncThrowingStream<FeedDocument, any Error> {
        AsyncThrowingStream { stream in
            for (index, text) in texts.enumerated() { stream.yield(FeedDocument(name: "page\(index + 1)", bytes: Array(text.utf8))) }
            stream.finish()
        }
    }
}

let schoolJSON = #"{"data":{"id":"S1","name":"A School","timezone":"Europe/London"}}"#

func student(_ id: String, contacts: String = "") -> String {
    #"{"id":"\#(id)","forename":"F","surname":"S","contacts":{"data":[\#(contacts)]}}"#
}

func page(_ students: [String], more: Bool, number: Int, next: String? = nil) -> String {
    let url = next ?? (more ? #""https://mis.example/?page=\#(number + 1)""# : "null")
    let pagination = #"{"next":\#(url),"previous":null,"more":\#(more),"current_page":\#(number)}"#
    return #"{"data":[\#(students.joined(separator: ","))],"meta":{"pagination":\#(pagination)}}"#
}

@discardableResult
func records(of feed: some FeedSource, _ options: FeedOptions = FeedOptions()) async throws -> [ImportRosterRequest] {
    var records: [ImportRosterRequest] = []
    for try await record in RosterFeed(feed, options: options) { records.append(record) }
    return records
}

func pupils(_ records: [ImportRosterRequest]) -> [RosterPupil] {
    records.compactMap { if case .pupil(let pupil) = $0.record { pupil } else { nil } }
}

func pupil(_ json: String, _ options: FeedOptions = FeedOptions()) async throws -> RosterPupil {
    try #require(pupils(try await records(of: MemoryFeed(texts: [page([json], more: false, number: 1)]), options)).first)
}

func contact(_ json: String, _ options: FeedOptions = FeedOptions()) async throws -> RosterContact {
    try #require(try await pupil(student("A1", contacts: json), options).contacts.first)
}
