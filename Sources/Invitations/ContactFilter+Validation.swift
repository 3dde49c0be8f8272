extension ContactFilter {
    /// How much a filter may hold.
    public enum Limits {
        public static let searchBytesMax = 256
        public static let searchTermsMax = 8
        public static let groupsMax = 100
        public static let groupBytesMax = 128
    }

    /// The filter as a store takes it: searches trimmed, within limits.
    ///
    /// Throws `INVALID_FILTER` naming the field. A search of nothing but signs is refused rather than taken for no search.
    public func validated() throws(InvitationError) -> ContactFilter {
        var valid = self
        valid.pupilSearch = try Self.validSearch(pupilSearch, field: "pupil_search")
        valid.contactSearch = try Self.validSearch(contactSearch, field: "contact_search")
        try Self.checkGroups(yearGroups, field: "year_groups")
        try Self.checkGroups(registrationGroups, field: "registration_groups")
        return valid
    }

    private static func validSearch(_ text: String, field: String) throws(InvitationError) -> String {
        if text.isEmpty { return text }
        let trimmed = text.trimmed
        if trimmed.isEmpty { return trimmed }
        guard trimmed.utf8.count <= Limits.searchBytesMax, !hasControlCharacter(trimmed) else {
            throw invalid(field, "may have at most \(Limits.searchBytesMax) bytes, none of them control characters")
        }
        let terms = NameFolding.searchTerms(of: trimmed)
        guard (1...Limits.searchTermsMax).contains(terms.count) else {
            throw invalid(field, "needs 1 to \(Limits.searchTermsMax) words with a letter or digit")
        }
        return trimmed
    }

    private static func checkGroups(_ groups: Set<String>, field: String) throws(InvitationError) {
        guard groups.count <= Limits.groupsMax, groups.allSatisfy({ $0.utf8.count <= Limits.groupBytesMax }) else {
            throw invalid(field, "may be at most \(Limits.groupsMax), each of at most \(Limits.groupBytesMax) bytes")
        }
    }

    private static func invalid(_ field: String, _ what: String) -> InvitationError {
        InvitationError(.invalidFilter, "\(field) \(what).", ["field": field])
    }
}
