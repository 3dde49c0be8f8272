import Invitations

/// An answer as an idempotency record keeps it (R16): the store's keys of contacts, outcomes and warnings. Ids, names and emails are filled in
/// anew when it is given again, so that erasing a contact need not know of records (R39).
struct RecordedInvite {
    private struct Line {
        var contact: Contact
        var outcome: Outcome
        var warnings: [Warning]
        var retryAt: Instant?
    }

    private enum Contact {
        case known(ContactKey)
        /// Of an id that the school did not have; also of every contact in the records of the first version.
        case named(ContactID)
    }

    private var lines: [Line]
    private var counts: [InviteAnswer.OutcomeCount]

    /// `candidates`: those that the answer's results were made from, among others.
    init(_ answer: InviteAnswer, _ candidates: [Candidate]) {
        let keys = Dictionary(candidates.map { ($0.id, $0.contact?.key) }, uniquingKeysWith: { first, _ in first })
        lines = answer.results.map { result in
            let key = keys[result.contact] ?? nil
            return Line(
                contact: key.map(Contact.known) ?? .named(result.contact), outcome: result.outcome, warnings: result.warnings,
                retryAt: result.retryAt)
        }
        counts = answer.counts
    }

    /// Throws on a form that this version does not know.
    init(_ bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        guard let form = Form(rawValue: try reader.byte()) else { throw ByteFormError() }
        lines = []
        for _ in 0..<(try reader.count()) {
            let contact: Contact =
                switch form {
                case .named: .named(ContactID(unchecked: try reader.text()))
                case .keyed:
                    switch try reader.byte() {
                    case 1: .known(ContactKey(rowID: try reader.integer()))
                    default: .named(ContactID(unchecked: try reader.text()))
                    }
                }
            let outcome = try Self.outcome(try reader.byte())
            let mask = try reader.byte()
            let retryAt = outcome == .tooSoon ? Instant(milliseconds: try reader.integer()) : nil
            lines.append(
                Line(
                    contact: contact, outcome: outcome, warnings: Warning.allCases.filter { mask & Self.bit($0) != 0 }, retryAt: retryAt))
        }
        counts = []
        for _ in 0..<(try reader.count()) {
            counts.append(InviteAnswer.OutcomeCount(outcome: try Self.outcome(try reader.byte()), contacts: try reader.count()))
        }
        guard reader.isAtEnd else { throw ByteFormError() }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Form.keyed.rawValue)
        writer.count(lines.count)
        for line in lines {
            switch line.contact {
            case .known(let key):
                writer.byte(1)
                writer.integer(key.rowID)
            case .named(let id):
                writer.byte(0)
                writer.text(id.text)
            }
            writer.byte(UInt8(line.outcome.rawValue))
            writer.byte(line.warnings.reduce(0) { $0 | Self.bit($1) })
            if line.outcome == .tooSoon { writer.integer(line.retryAt?.milliseconds ?? 0) }
        }
        writer.count(counts.count)
        for count in counts {
            writer.byte(UInt8(count.outcome.rawValue))
            writer.count(count.contacts)
        }
        return writer.bytes
    }

    /// The first answer again, with what the contacts are called now; nothing of those who are gone.
    func answer(of school: School, in transaction: any ReadTransaction) throws -> InviteAnswer {
        let ids = try contactIDs(in: transaction)
        let contacts = try transaction.contacts(ids, of: school)
        let results = zip(lines, zip(ids, contacts)).map { line, found in
            InviteResult(
                contact: found.0, outcome: line.outcome, fullName: found.1?.name.full ?? "", email: found.1?.email ?? "",
                warnings: line.warnings, retryAt: line.retryAt)
        }
        return InviteAnswer(results: results, counts: counts)
    }

    private func contactIDs(in transaction: any ReadTransaction) throws -> [ContactID] {
        let keys = lines.compactMap { if case .known(let key) = $0.contact { key } else { nil } }
        var known = try transaction.contactIDs(keys)[...]
        return lines.map { line in
            switch line.contact {
            case .named(let id): id
            case .known: known.popFirst() ?? ContactID(unchecked: "")
            }
        }
    }

    private enum Form: UInt8 {
        case named = 1
        case keyed = 2
    }

    private static func outcome(_ number: UInt8) throws -> Outcome {
        guard let outcome = Outcome(rawValue: Int32(number)) else { throw ByteFormError() }
        return outcome
    }

    private static func bit(_ warning: Warning) -> UInt8 { 1 << UInt8(warning.rawValue) }
}
