public import Invitations

/// Takes finished messages away: into a folder, to a relay.
///
/// An adapter that blocks does so on threads of its own (`SenderThreads`), never on the caller's. `deliver` always ends, within the
/// adapter's own time limit: the delivery worker holds a lease meanwhile, and a cancelled task waits for what is already on its way.
public protocol MailAdapter: Sendable {
    /// How many messages it can carry at once, now: the worker hands over no more, and asks again after each.
    var messagesInFlightMax: Int { get }

    /// How long it will take nothing, e.g. because its relay was not to be reached: the worker claims nothing meanwhile. nil: it takes
    /// messages.
    func rest(at now: Instant) -> Duration?

    /// Its own threads, as many as it ever carries messages at once: a mail's task that runs there need not wake another thread to have it
    /// delivered. nil: it has none.
    var executor: (any TaskExecutor)? { get }

    /// Hands one message over and says what became of it. Delivering a message again is allowed and harmless: same bytes, same Message-ID.
    func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer
}

extension MailAdapter {
    public func rest(at now: Instant) -> Duration? { nil }
    public var executor: (any TaskExecutor)? { nil }
}

/// A finished message with the link's token in it, on its way to an adapter.
///
/// Lives in memory only, and never describes its bytes (R31).
public struct OutgoingMessage: Sendable, CustomStringConvertible, CustomReflectable {
    /// Where bounces go.
    public let envelopeSender: String
    /// The one recipient, with an A-label domain and an ASCII local part.
    public let recipient: String
    /// `<…@…>`
    public let messageID: String
    /// RFC 5322 with CRLF.
    public let bytes: [UInt8]

    public init(envelopeSender: String, recipient: String, messageID: String, bytes: [UInt8]) {
        self.envelopeSender = envelopeSender
        self.recipient = recipient
        self.messageID = messageID
        self.bytes = bytes
    }

    public var description: String { "message \(messageID), \(bytes.count) bytes" }
    public var customMirror: Mirror { Mirror(self, children: ["messageID": messageID]) }
}

/// What became of one attempt, as the adapter knows it (R23).
public struct DeliveryAnswer: Sendable, Hashable {
    public var kind: Kind
    /// For the school's office: an enhanced status code and the relay's words, or what failed. May name the recipient: never logged.
    public var text: String
    /// Whether the attempt got as far as DATA: then the message may have left, whatever the answer says (R20).
    public var reachedData: Bool

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The other side is responsible for it now.
        case accepted
        /// Try again later.
        case temporary
        /// This address takes no mail: 5.1.x, or 550 or 553 at RCPT without a code.
        case permanentAddress
        /// Refused for good for any other reason.
        case permanentPolicy
        /// Nobody can know, e.g. the connection broke after the last byte. Tried again with the same bytes.
        case unknown
        /// The relay could not be used at all, which says nothing of the message: tried again, and not counted as an attempt.
        case connectionFault
    }

    public init(_ kind: Kind, _ text: String, reachedData: Bool) {
        self.kind = kind
        self.text = text
        self.reachedData = reachedData
    }
}
