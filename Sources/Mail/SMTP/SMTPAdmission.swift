/// How a relay let us in, or did not: libcurl's part of the conversation, followed line by line.
///
/// A value without a clock or a socket. Commands are known by their verbs only: what AUTH sends is never kept.
struct SMTPAdmission: Hashable, Sendable {
    private(set) var standing = SMTPStanding(stage: .connect)
    private(set) var isAuthenticated = false
    /// Of the last EHLO: what was offered before TLS counts for nothing after it (RFC 3207 §4.2).
    private(set) var offers = SMTPOffers()
    private var assembler = SMTPReply.Assembler()
    /// Of EHLO's reply, which begins with the relay's name; nil: another reply is awaited.
    private var offerLines: Int?

    /// Something was sent that may be a command.
    mutating func sent(_ bytes: some Collection<UInt8>) {
        // The rest of an exchange that AUTH began may look like anything.
        if standing.stage == .auth, standing.reply?.code == 334 { return begin(.auth) }
        switch String(decoding: bytes.prefix { $0 != 0x20 && $0 != 0x0d }, as: UTF8.self).uppercased() {
        case "EHLO":
            begin(.ehlo)
            (offers, offerLines) = (SMTPOffers(), 0)
        // Tried after a refused EHLO, whose reply counts until another comes; it offers nothing (RFC 5321 §4.1.1.1).
        case "HELO": offerLines = nil
        case "STARTTLS": begin(.startTLS)
        case "AUTH": begin(.auth)
        default: break
        }
    }

    /// One line came.
    mutating func received(_ line: some Collection<UInt8>) {
        if standing.stage == .connect { begin(.greeting) }
        if let before = offerLines {
            if before > 0 { offers.note(line) }
            offerLines = before + 1
        }
        guard let reply = assembler.add(line) else { return }
        standing.reply = reply
        if offerLines != nil, !reply.isPositive { offers = SMTPOffers() }
        offerLines = nil
        if standing.stage == .auth, reply.code == 235 { isAuthenticated = true }
    }

    private mutating func begin(_ next: SMTPStanding.Stage) {
        standing.begin(next)
        assembler = SMTPReply.Assembler()
        offerLines = nil
    }
}

/// What EHLO's reply offers, of what we use (RFC 5321 §4.1.1.1).
struct SMTPOffers: Hashable, Sendable {
    /// RFC 2920: several commands may be sent before the first is answered.
    var pipelining = false
    /// RFC 1870: the relay wants to know at MAIL how long the message is.
    var size = false

    /// A line of EHLO's reply but the first.
    mutating func note(_ line: some Collection<UInt8>) {
        switch String(decoding: line.dropFirst(4).prefix { $0 > 0x20 }, as: UTF8.self).uppercased() {
        case "PIPELINING": pipelining = true
        case "SIZE": size = true
        default: break
        }
    }
}
