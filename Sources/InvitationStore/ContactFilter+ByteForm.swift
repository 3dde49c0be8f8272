import Invitations

extension ByteWriter {
    /// The same bytes for the same filter: what tokens are bound to.
    mutating func filter(_ filter: ContactFilter) {
        text(filter.pupilSearch)
        text(filter.contactSearch)
        numbers(filter.statuses.map(\.rawValue))
        texts(filter.yearGroups)
        texts(filter.registrationGroups)
        numbers(filter.deliveries.map(\.rawValue))
    }

    private mutating func numbers(_ values: [Int32]) {
        count(values.count)
        for value in values.sorted() { integer(Int64(value)) }
    }

    private mutating func texts(_ values: Set<String>) {
        count(values.count)
        for value in values.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { text(value) }
    }
}
