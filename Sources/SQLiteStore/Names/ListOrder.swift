internal import Invitations

/// A pupil's place in the list, as bytes that compare in list order (R12): folded surname, zero, folded forename, zero, id.
enum ListOrder {
    static func key(surname: String, forename: String, id: PupilID) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(surname.utf8.count + forename.utf8.count + id.text.utf8.count + 2)
        bytes.append(contentsOf: NameFolding.sortKey(of: surname).utf8)
        bytes.append(0)
        bytes.append(contentsOf: NameFolding.sortKey(of: forename).utf8)
        bytes.append(0)
        bytes.append(contentsOf: id.text.utf8)
        return bytes
    }
}
