/// What a delivery status notification says of the one mail it is about (RFC 3464).
///
/// Reads what mail systems really write: either line end, folded fields, an mbox line before the header, a report within another multipart, a
/// status part that is encoded though it must not be. Only the first ``bytesMax`` bytes are looked at: the status comes before the mail that is
/// returned, so that a large one costs nothing. Touches nothing, and believes nothing: whether a report counts is the service's to say.
public struct ReadReport: Sendable, Equatable {
    /// The addresses that the report may have come to, the likeliest first; at most ``addressesMax``.
    public let addresses: [String]
    public let action: Action
    /// `5.1.1` (RFC 3463).
    public let status: String
    /// The other side's words, without the name of their protocol; may name the recipient.
    public let diagnostic: String

    /// RFC 3464 section 2.3.3.
    public enum Action: String, Sendable, CaseIterable {
        case failed, delayed, delivered, relayed, expanded
    }

    public static let bytesMax = 1 << 20
    public static let addressesMax = 8
    static let diagnosticBytesMax = 2000

    /// - Parameters:
    ///   - message: as the mail system stored it.
    ///   - recipient: whom the envelope named, where that is known: the surest of the addresses.
    /// - Throws: ``ReportProblem``.
    public init(_ message: some Collection<UInt8>, recipient: String? = nil) throws(ReportProblem) {
        let message = MIMEPart(Array(message.prefix(Self.bytesMax))[...])
        guard let status = message.find(depthMax: Self.depthMax, where: \.isDeliveryStatus) else {
            throw message.header.isAutomaticReply ? .automaticReply : .noReport
        }
        guard let said = RecipientStatus.ofTheMail(in: status.decodedBody()) else { throw .unreadable }
        action = said.action
        self.status = said.status
        diagnostic = said.diagnostic
        addresses = Self.addresses(of: message.header, recipient: recipient)
        guard !addresses.isEmpty else { throw .noAddress }
    }

    private static let depthMax = 4

    /// Mail systems write down where they delivered to; `To` is what the reporting one wrote.
    private static func addresses(of header: MIMEHeader, recipient: String?) -> [String] {
        var found = recipient.map { [$0] } ?? []
        for name in ["delivered-to", "x-original-to", "envelope-to", "to"] {
            found += header.values(name).flatMap(mailAddresses)
        }
        var unique: [String] = []
        for address in found where !unique.contains(address) && unique.count < addressesMax { unique.append(address) }
        return unique
    }
}

/// Why a message is no report that can be read.
public enum ReportProblem: String, Error, Sendable, CaseIterable, CustomStringConvertible {
    /// An answer of a machine, such as a note of absence: it says nothing of delivery.
    case automaticReply = "AUTOMATIC_REPLY"
    /// A person's letter, an advertisement, a report of reading.
    case noReport = "NO_REPORT"
    /// A report without an action or a status.
    case unreadable = "REPORT_UNREADABLE"
    /// It does not say where it came to.
    case noAddress = "REPORT_WITHOUT_ADDRESS"

    public var description: String {
        switch self {
        case .automaticReply: "The message is an automatic reply, and says nothing of delivery."
        case .noReport: "The message is no delivery status notification (RFC 3464)."
        case .unreadable: "The delivery status notification names no action and status."
        case .noAddress: "The message does not say to which address it came: name it with --recipient."
        }
    }
}
