import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import SQLiteStore

/// A school's office over a real store: the use cases as the server calls them, and eyes on what they left behind.
final class Office: Sendable {
    static let school = RosterSchool.oakfield.id
    static let actor = Actor(principal: "spiffe://portal/admin-1")

    let files: TemporaryStore
    let environment: UseCaseEnvironment
    private let requests = Mutex(0)

    /// With the sample roster of `oakfield`.
    init(_ pupils: [RosterPupil] = .sample, limits: UseCaseLimits = UseCaseLimits()) async throws {
        files = try TemporaryStore()
        environment = try .test(limits: limits)
        try await files.seedRoster(.oakfield, pupils)
    }

    var store: SQLiteStore { files.store }
    var clock: MovableClock { files.clock }

    // MARK: The calls

    func request(
        _ selection: Selection, method: InvitingMethod = .send, school: SchoolID = Office.school, id: String? = nil, plan: String = "",
        body: [UInt8] = [1], actor: Actor = Office.actor
    ) -> Invite.Request {
        Invite.Request(
            method: method, school: school, selection: selection, requestID: id ?? newRequestID(), planToken: plan, bodyDigest: body,
            actor: actor)
    }

    func review(_ request: Invite.Request) async throws -> InviteAnswer {
        let invite = Invite(environment)
        return try await store.read { try invite.review(request, in: $0) }
    }

    func perform(_ request: Invite.Request) async throws -> InviteAnswer {
        let invite = Invite(environment)
        return try await store.write { try invite.perform(request, in: $0) }
    }

    func send(_ ids: String...) async throws -> InviteAnswer { try await perform(request(.contacts(ids.map(ContactID.init(unchecked:))))) }
    func reinvite(_ ids: String...) async throws -> InviteAnswer {
        try await perform(request(.contacts(ids.map(ContactID.init(unchecked:))), method: .reinvite))
    }

    func redeem(_ link: String, account: String = "account-1") async throws -> Redeem.Answer {
        let redeem = Redeem(environment)
        let token = try redeem.verify(link)
        return try await store.write { try redeem.redeem(token, account: AccountID(unchecked: account), in: $0) }
    }

    func preview(_ link: String, account: String? = nil) async throws -> Redeem.Answer {
        let redeem = Redeem(environment)
        let token = try redeem.verify(link)
        return try await store.read { try redeem.preview(token, account: account.map(AccountID.init(unchecked:)), in: $0) }
    }

    func list(_ request: ListContacts.Request) async throws -> (answer: ListContacts.Answer, rows: RowSink) {
        let list = ListContacts(environment)
        return try await store.read { transaction in
            var rows = RowSink()
            let answer = try list.run(request, in: transaction, into: &rows)
            return (answer, rows)
        }
    }

    /// Claims and settles all mail that is due, as a worker does: deadlines begin.
    @discardableResult
    func deliver() async throws -> [LeasedMail] {
        try await store.write { transaction in
            let mails = try transaction.leaseMail(limit: 1000, for: .seconds(60))
            for mail in mails {
                let fixed = FixedMail(
                    mailedAt: transaction.now, expiresAt: transaction.now.advanced(by: mail.school.policy.validity),
                    messageID: "<\(mail.id.rowID)@test>", recipient: mail.contact.invitation?.mailedTo ?? "", bytes: [1])
                try transaction.fix(fixed, for: mail.id, fence: mail.fence)
                _ = try transaction.settle(mail.id, fence: mail.fence, .sent)
            }
            return mails
        }
    }

    // MARK: What was left behind

    func contact(_ id: String, school: SchoolID = Office.school) async throws -> ContactState {
        let state = try await store.read { transaction -> ContactState? in
            guard let school = try transaction.school(school) else { return nil }
            return try transaction.contacts([ContactID(unchecked: id)], of: school).first ?? nil
        }
        return try #require(state)
    }

    /// The link of the contact's latest invitation.
    func link(_ id: String) async throws -> String {
        let invitation = try #require(try await contact(id).invitation)
        return try #require(environment.tokens.token(for: invitation.nonce, keyID: invitation.tokenKeyID)).reveal()
    }

    /// Events, mails and recorded answers, as lines.
    func history() async throws -> [String] {
        try await store.writeRaw { transaction in
            var lines: [String] = []
            for query in [Self.events, Self.mails, Self.records] {
                try transaction.connection.run(query) { statement in
                    while try statement.step() { lines.append(statement.text(0)) }
                }
            }
            return lines
        }
    }

    func change(_ sql: String) async throws {
        try await store.writeRaw { try $0.connection.execute(sql) }
    }

    private func newRequestID() -> String {
        let number = requests.withLock { count in
            count += 1
            return count
        }
        let digits = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }

    private static let events = Query(
        """
        SELECT e.sequence || ' ' || e.kind || ' ' || coalesce(c.id, '-') || ' ' || coalesce(e.account, '-') || ' ' || e.actor
        FROM event e LEFT JOIN contact c ON c.key = e.contact ORDER BY e.school, e.sequence
        """)
    private static let mails = Query(
        "SELECT 'mail ' || c.id || ' ' || o.generation || ' ' || o.state FROM outbox o JOIN contact c ON c.key = o.contact ORDER BY o.key")
    private static let records = Query("SELECT 'answer ' || method || ' ' || principal FROM recorded_answer ORDER BY key")
}

/// A page's rows as text, each one line.
struct RowSink: ListSink, Sendable {
    private(set) var bytes: [UInt8] = []
    /// How many came encoded, and how many were made now.
    private(set) var encodedCount = 0
    private(set) var madeCount = 0

    var byteCount: Int { bytes.count }
    var rows: [String] { bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) } }

    mutating func appendEncoded(_ row: UnsafeRawBufferPointer) {
        bytes += Array(row) + [0]
        encodedCount += 1
    }

    mutating func append(_ row: PupilListing) {
        bytes += TemporaryStore.encode(row) + [0]
        madeCount += 1
    }

    mutating func truncate(to byteCount: Int) { bytes.removeLast(bytes.count - byteCount) }
}

extension InviteAnswer {
    /// `c-imogen QUEUED`, in order.
    var lines: [String] { results.map { "\($0.contact.text) \($0.outcome)" } }
    var countLines: [String] { counts.map { "\($0.outcome) \($0.contacts)" } }
}

/// The reason a call was refused for.
func refusal<Answer>(_ body: () async throws -> Answer) async throws -> InvitationError {
    do {
        _ = try await body()
    } catch let error as InvitationError {
        return error
    }
    throw NotRefused()
}

struct NotRefused: Error {}
