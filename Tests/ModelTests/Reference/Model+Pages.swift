import Invitations

/// Where somebody stands who reads a list page by page, while it changes (R12).
struct PageModel: Sendable, Hashable {
    var filter: Int
    /// The last pupil that was shown; nil: nobody yet.
    var after: Place

    struct Place: Sendable, Hashable {
        var surname: String
        var forename: String
        var id: String
    }
}

extension Model {
    /// The next two pupils behind the last one, whoever has come and gone since; a token of another filter opens nothing.
    mutating func turnPage(_ id: String, _ filter: Int) -> [String] {
        let page = pages.removeValue(forKey: id)
        guard let school = schools[id] else { return [refusalLine(.schoolNotFound)] }
        if let page, page.filter != filter { return [refusalLine(.invalidPageToken)] }
        let lines = list(school, Filters.all[filter])
        let listed = school.pupils.filter { pupil in lines.contains { $0.hasPrefix("\(pupil.id) ") } }
        let behind = listed.filter { pupil in page.map { Self.isBehind(pupil, $0.after) } ?? true }.prefix(3)
        if behind.count > 2, let last = behind.dropLast().last {
            pages[id] = PageModel(filter: filter, after: Self.place(last))
        }
        return behind.prefix(2).compactMap { pupil in lines.first { $0.hasPrefix("\(pupil.id) ") } }
            + [behind.count > 2 ? "more" : "the end"]
    }

    private static func place(_ pupil: PupilModel) -> PageModel.Place {
        PageModel.Place(surname: pupil.surname, forename: folded(pupil.forename), id: pupil.id)
    }

    private static func isBehind(_ pupil: PupilModel, _ other: PageModel.Place) -> Bool {
        let own = place(pupil)
        return (own.surname, own.forename, own.id) > (other.surname, other.forename, other.id)
    }
}
