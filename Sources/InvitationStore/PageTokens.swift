import Invitations

/// Page tokens of the list (R12): the place behind a pupil, encrypted, and bound to the school and the filter it was made for.
///
/// The binding is authenticated and not contained, so a token used with other filters simply does not open.
struct PageTokens {
    let sealer: Sealer

    func seal(_ cursor: ListCursor, school: School, filter: ContactFilter) -> String {
        sealer.seal(cursor.bytes, binding(school, filter))
    }

    /// nil: the first page. Throws `INVALID_PAGE_TOKEN`.
    func open(_ token: String, school: School, filter: ContactFilter) throws(InvitationError) -> ListCursor? {
        if token.isEmpty { return nil }
        guard let bytes = sealer.open(token, binding(school, filter)) else {
            throw InvitationError(
                .invalidPageToken, "page_token is not one this call gave for this school and filter. Begin again without it.")
        }
        return ListCursor(bytes: bytes)
    }

    private func binding(_ school: School, _ filter: ContactFilter) -> [UInt8] {
        var writer = ByteWriter()
        writer.text("contacts page 1")
        writer.text(school.id.text)
        writer.filter(filter)
        return writer.bytes
    }
}
