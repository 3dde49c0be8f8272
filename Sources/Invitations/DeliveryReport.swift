/// What a report says became of a mail after a relay had taken it (RFC 3464).
public struct DeliveryReport: Sendable, Hashable {
    public var action: Action
    public var status: EnhancedStatus
    /// The other side's words; may name the recipient. One line, at most ``diagnosticScalarsMax`` scalars.
    public let diagnostic: String

    /// RFC 3464 section 2.3.3.
    public enum Action: Sendable, Hashable, CaseIterable {
        /// Given up for good, whatever the status says.
        case failed
        /// Still being tried.
        case delayed
        case delivered, relayed, expanded
    }

    /// `diagnostic` may be anything: control characters become spaces, and what is too long is cut.
    public init(_ action: Action, status: EnhancedStatus, diagnostic: String) {
        self.action = action
        self.status = status
        var line = String.UnicodeScalarView()
        for scalar in diagnostic.unicodeScalars.prefix(Self.diagnosticScalarsMax) {
            let isShown =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            if isShown { line.append(scalar) } else if line.last != " " { line.append(" ") }
        }
        self.diagnostic = String(line).trimmed
    }

    public static let diagnosticScalarsMax = 200

    /// `5.1.1 user unknown`, for the school's office.
    public var detail: String {
        if diagnostic.isEmpty { return status.text }
        return diagnostic.hasPrefix(status.text) ? diagnostic : "\(status.text) \(diagnostic)"
    }
}

/// An enhanced status code (RFC 3463): class, subject and detail, as in `5.1.1`.
public struct EnhancedStatus: Sendable, Hashable {
    /// 2, 4 or 5.
    public let digit: Int
    public let subject: Int
    public let detail: Int

    /// nil: not of that form.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 1, parts.dropFirst().allSatisfy({ (1...3).contains($0.count) }),
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard [2, 4, 5].contains(numbers[0]) else { return nil }
        (digit, subject, detail) = (numbers[0], numbers[1], numbers[2])
    }

    public var text: String { "\(digit).\(subject).\(detail)" }

    /// The address takes no mail: 5.1.x.
    public var isOfAddress: Bool { digit == 5 && subject == 1 }
}

/// What a report changes (R23).
public enum ReportVerdict: Sendable, Hashable, CaseIterable {
    /// The address is wrong, and takes no further mail.
    case bounced
    /// It will not arrive for another reason.
    case failed
    /// The office sees what the report says; nothing else follows.
    case noted
    /// It says nothing that matters, or nothing new.
    case unchanged
}

extension Invitation {
    /// What a report about this invitation's mail changes.
    ///
    /// It overrides `SENT`, and what is open still but had left all the same. An ending that is known stays: a report that comes twice, or after
    /// an administrator has cleared the bounce, changes nothing. `failed` means that the other side has given up, also with a status of 4
    /// after days of trying in vain; `delayed` that it has not.
    public func verdict(on report: DeliveryReport) -> ReportVerdict {
        switch delivery {
        case .sent: break
        case .queued, .deferred, .held: if mailedAt == nil || report.action != .failed { return .unchanged }
        case .bounced, .failed, .cancelled: return .unchanged
        }
        switch report.action {
        case .failed: return report.status.isOfAddress ? .bounced : report.status.digit == 2 ? .unchanged : .failed
        case .delayed: return deliveryDetail == report.detail ? .unchanged : .noted
        case .delivered, .relayed, .expanded: return .unchanged
        }
    }
}
