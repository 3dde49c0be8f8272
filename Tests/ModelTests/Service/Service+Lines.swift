import InvitationStore
import Invitations

/// A page's rows as lines.
struct Rows: ListSink {
    private(set) var lines: [String] = []
    private(set) var byteCount = 0
    private var counts: [Int] = []

    mutating func appendEncoded(_ row: UnsafeRawBufferPointer) { append(String(decoding: row, as: UTF8.self)) }
    mutating func append(_ row: PupilListing) { append(row.line) }
    mutating func truncate(to byteCount: Int) {
        while self.byteCount > byteCount, let last = counts.popLast() {
            lines.removeLast()
            self.byteCount -= last
        }
    }

    private mutating func append(_ line: String) {
        lines.append(line)
        counts.append(line.utf8.count)
        byteCount += line.utf8.count
    }
}

extension PupilListing {
    /// The row's bytes in these tests: what the model writes.
    var line: String { pupilLine(pupil, contacts.map(\.line)) }
}

extension ContactListing {
    var line: String {
        contactLine(
            id: id.text, name: name, email: email, status: status, relationship: relationship, order: courtOrder, invitable: isInvitable,
            because: notInvitableBecause, invitedAt: invitedAt?.milliseconds, expiresAt: expiresAt?.milliseconds,
            registeredAt: registeredAt?.milliseconds, delivery: delivery, detail: deliveryDetail, warnings: warnings)
    }
}

extension ContactReport {
    var line: String {
        reportLine(
            listing.line, pupils: pupils.map(\.id.text), mailedTo: mailedTo, mailedAt: mailedAt?.milliseconds, account: account?.text,
            orders: courtOrderPupils.map(\.text), obstacle: obstacle)
    }
}

extension PreviewedLetter {
    var line: String { "letter to \(to): \(subject)" }
}

extension RecordedEvent {
    var line: String { eventLine(kind, contact.map { plain($0.text) }, account?.text, actor, detail) }
}

/// Of somebody who was erased only that is known.
func plain(_ contact: String) -> String { contact.hasPrefix("erased-") ? "erased" : contact }

extension InviteAnswer {
    var lines: [String] {
        results.map { result in
            resultLine(
                plain(result.contact.text), result.outcome, name: result.fullName, email: result.email, warnings: result.warnings,
                retryAt: result.retryAt?.milliseconds)
        } + counts.map { "\($0.contacts) \($0.outcome)" }
    }
}

extension Redeem.Answer {
    var line: String {
        redeemLine(
            schoolName: schoolName, name: name, children: childForenames, expiresAt: expiresAt?.milliseconds,
            registered: registered.map { "\($0.contact.text) of \($0.school.text) with \($0.pupils.map(\.text).joined(separator: ","))" })
    }
}

extension InvitationError {
    /// With as much of the metadata as a caller acts on.
    var line: String {
        var told = metadata.filter { ["newer_email_at", "why", "changed", "contact_ids", "pupil_ids", "asked", "left"].contains($0.key) }
        if reason == .selectionTooLarge { told["count"] = metadata["count"] }
        for key in ["contact_ids", "pupil_ids"] {
            told[key] = told[key].map { $0.split(separator: "\n").sorted().joined(separator: ",") }
        }
        return refusalLine(reason, told)
    }
}
