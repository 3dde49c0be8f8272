/// What was said in one transaction with a relay, followed line by line: where it stands, and what was answered.
///
/// A value without a clock or a socket. Commands are known by their verbs only: what AUTH sends is never kept.
struct SMTPTranscript: Hashable, Sendable {
    /// The step whose reply is awaited, or was the last.
    enum Stage: String, Hashable, Sendable, CaseIterable, Comparable {
        /// TCP, and TLS where it comes first.
        case connect
        case greeting
        case ehlo = "EHLO"
        case startTLS = "STARTTLS"
        case auth = "AUTH"
        case mail = "MAIL"
        case rcpt = "RCPT"
        case data = "DATA"
        /// The message, and the reply to its last dot.
        case final = "the end of the message"

        static func < (left: Stage, right: Stage) -> Bool {
            guard let left = allCases.firstIndex(of: left), let right = allCases.firstIndex(of: right) else { return false }
            return left < right
        }
    }

    private(set) var stage = Stage.connect
    /// The reply to this stage's command; nil: none came yet.
    private(set) var reply: SMTPReply?
    /// Whether the relay took anything of this transaction: MAIL.
    private(set) var isBegun = false
    /// Whether the relay asked for the message: from here on it may have left (R20).
    private(set) var reachedData = false
    private(set) var isAuthenticated = false
    /// QUIT was sent: what follows says nothing about the message.
    private(set) var isOver = false
    private var assembler = SMTPReply.Assembler()

    /// A new connection, or one that has carried messages before and is as it was left.
    init(reusing isAuthenticated: Bool? = nil) {
        if let isAuthenticated {
            self.isAuthenticated = isAuthenticated
            stage = .mail
        }
    }

    /// libcurl opened a connection after all: the one to reuse was gone.
    mutating func connects() { self = SMTPTranscript() }

    /// Something was sent that may be a command.
    mutating func sent(_ bytes: some Collection<UInt8>) {
        let verb = String(decoding: bytes.prefix { $0 != 0x20 && $0 != 0x0d }, as: UTF8.self).uppercased()
        switch verb {
        // HELO is tried after a refused EHLO, whose reply counts until another comes.
        case "EHLO": begin(.ehlo)
        case "STARTTLS": begin(.startTLS)
        case "AUTH": begin(.auth)
        // The rest of an exchange that AUTH began may look like anything.
        case "MAIL" where bytes.contains(UInt8(ascii: ":")): begin(.mail)
        case "RCPT" where bytes.contains(UInt8(ascii: ":")): begin(.rcpt)
        case "DATA": begin(.data)
        case "QUIT": isOver = true
        default: break
        }
    }

    /// One line came.
    mutating func received(_ line: some Collection<UInt8>) {
        if isOver { return }
        if stage == .connect { begin(.greeting) }
        guard let reply = assembler.add(line) else { return }
        self.reply = reply
        switch (stage, reply.code) {
        case (.auth, 235): isAuthenticated = true
        case (.mail, 200..<300): isBegun = true
        case (.data, 354):
            reachedData = true
            begin(.final)
        default: break
        }
    }

    private mutating func begin(_ next: Stage) {
        stage = next
        reply = nil
        assembler = SMTPReply.Assembler()
    }
}
