import Invitations

/// An answer as an idempotency record keeps it (R16): ids, outcomes and warnings. Names and emails are filled in anew when it is
/// given again, so that erasing a contact need not know of records (R39).
struct RecordedInvite {
    private var results: [InviteResult]
    private var counts: [InviteAnswer.OutcomeCount]

    private static let form: UInt8 = 1

    init(_ answer: InviteAnswer) {
        results = answer.results
        counts = answer.counts
    }

    /// Throws on a form that this version does not know.
    init(_ bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.form else { throw ByteFormError() }
        results = []
        for _ in 0..<(try reader.count()) {
            let contact = ContactID(unchecked: try reader.text())
            let outcome = try Self.outcome(try reader.byte())
            let mask = try reader.byte()
            let retryAt = outcome == .tooSoon ? Instant(milliseconds: try reader.integer()) : nil
            results.append(
                InviteResult(
                    contact: contact, outcome: outcome, fullName: "", email: "",
                    warnings: Warning.allCases.filter { mask & Self.bit($0) != 0 }, retryAt: retryAt))
        }
        counts = []
        for _ in 0..<(try reader.count()) {
            counts.append(InviteAnswer.OutcomeCount(outcome: try Self.outcome(try reader.byte()), contacts: try reader.count()))
        }
        guard reader.isAtEnd else { throw ByteFormError() }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.form)
        writer.count(results.count)
        for result in results {
            writer.text(result.contact.text)
            writer.byte(UInt8(result.outcome.rawValue))
            writer.byte(result.warnings.reduce(0) { $0 | Self.bit($1) })
            if result.outcome == .tooSoon { writer.integer(result.retryAt?.milliseconds ?? 0) }
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
        var named = results
        for (place, contact) in try transaction.contacts(results.map(\.contact), of: school).enumerated() {
            named[place].fullName = contact?.name.full ?? ""
            named[place].email = contact?.email ?? ""
        }
        return InviteAnswer(results: named, counts: counts)
    }

    private static func outcome(_ number: UInt8) throws -> Outcome {
        guard let outcome = Outcome(rawValue: Int32(number)) else { throw ByteFormError() }
        return outcome
    }

    private static func bit(_ warning: Warning) -> UInt8 { 1 << UInt8(warning.rawValue) }
}
