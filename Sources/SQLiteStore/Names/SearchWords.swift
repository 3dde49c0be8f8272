internal import Invitations

/// The words that the word tables hold (R10).
enum SearchWords {
    /// Under which a pupil is found, each once.
    static func ofPupil(forename: String, surname: String) -> [String] {
        var words = NameFolding.indexWords(of: surname)
        for word in NameFolding.indexWords(of: forename) where !words.contains(word) { words.append(word) }
        return words
    }

    /// Under which a contact is found: the words of its names, and its whole address as one. `address`: its comparing form, where it is at
    /// hand and usable.
    static func ofContact(_ name: PersonName, email: String?, address: String = "") -> [String] {
        var words = ofPupil(forename: name.forename, surname: name.surname)
        if let email, !email.isEmpty {
            let word = address.isEmpty ? EmailAddress.comparisonKey(ofRaw: email) : address
            if !words.contains(word) { words.append(word) }
        }
        return words
    }

    /// What a search for contacts asks for, all of it: a part with an `@`, or with a dot or an underscore inside, is the
    /// beginning of an address, any other names' words.
    static func contactTerms(of search: String) -> [String] {
        var terms: [String] = []
        for part in search.split(whereSeparator: \.isWhitespace) {
            let isAddress = part.contains("@") || part.dropLast().contains { $0 == "." || $0 == "_" }
            let wanted = isAddress ? [EmailAddress.comparisonKey(ofRaw: String(part))] : NameFolding.searchTerms(of: String(part))
            for term in wanted where !terms.contains(term) { terms.append(term) }
        }
        return terms
    }
}
