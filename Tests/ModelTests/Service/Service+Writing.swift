import Dispatch
import InvitationStore
import Invitations
import SQLiteStore
import Synchronization

extension Service {
    /// What a call does in its transaction.
    typealias Body = @Sendable (any WriteTransaction) throws -> Done

    /// What it answered, and the invitations that it issued.
    struct Done: Sendable {
        var lines: [String]
        var issued: [Invitation] = []
    }

    func body(of call: SendCall) -> Body {
        let invite = Invite(environment)
        let request = request(call)
        return { transaction in
            let answer = try invite.perform(request, in: transaction)
            guard let school = try transaction.school(request.school) else { return Done(lines: answer.lines) }
            let queued = answer.results.filter { $0.outcome == .queued }.map(\.contact)
            return Done(lines: answer.lines, issued: try transaction.contacts(queued, of: school).compactMap { $0?.invitation })
        }
    }

    func body(of call: RevokeCall) -> Body {
        let request = RevokeAccess.Request(
            school: SchoolID(unchecked: call.school), contact: ContactID(unchecked: call.contact), reason: call.reason,
            call: idempotent(call.requestID, call.body, call.admin))
        return { Done(lines: [try RevokeAccess().perform(request, in: $0).line]) }
    }

    /// Throws for what no key of ours made: that needs no transaction.
    func redeeming(_ presented: Presented) throws -> Body {
        let redeem = Redeem(environment)
        let token = try redeem.verify(text(presented))
        let account = AccountID(unchecked: presented.account ?? "")
        return { Done(lines: [try redeem.redeem(token, account: account, in: $0).line]) }
    }

    func declining(_ presented: Presented) throws -> Body {
        let decline = Decline(environment)
        let token = try decline.verify(text(presented))
        return { transaction in
            try decline.decline(token, in: transaction)
            return Done(lines: ["declined"])
        }
    }

    func note(_ done: Done) -> [String] {
        // An answer given again names contacts whose links are known.
        for invitation in done.issued where linkNumbers[invitation.nonce] == nil {
            linkNumbers[invitation.nonce] = tokens.count
            tokens.append(environment.tokens.token(for: invitation.nonce, keyID: invitation.tokenKeyID)?.reveal() ?? "")
        }
        return done.lines
    }

    /// Several calls in one group commit, in this order; answered together after its one flush.
    func together(_ calls: [Body]) async throws -> [[String]] {
        let gate = DispatchSemaphore(value: 0)
        let store = store
        let results = await withCheckedContinuation { waiting in
            // Keeps the writer until all stand behind it.
            store.write(isStillWanted: { true }, { _ in gate.wait() }, completion: { _ in })
            let answers = Answers(count: calls.count, waiting)
            for (place, call) in calls.enumerated() {
                store.write(isStillWanted: { true }, call, completion: { answers.put($0, at: place) })
            }
            gate.signal()
        }
        return try results.map { result in
            do { return note(try result.get()) } catch let error as InvitationError { return [error.line] }
        }
    }
}

/// Completions of several writes, until the last.
private final class Answers: Sendable {
    private let state: Mutex<[Result<Service.Done, any Error>?]>
    private let waiting: CheckedContinuation<[Result<Service.Done, any Error>], Never>

    init(count: Int, _ waiting: CheckedContinuation<[Result<Service.Done, any Error>], Never>) {
        state = Mutex(Array(repeating: nil, count: count))
        self.waiting = waiting
    }

    func put(_ result: Result<Service.Done, any Error>, at place: Int) {
        let all = state.withLock { results in
            results[place] = result
            let all = results.compactMap { $0 }
            return all.count == results.count ? all : nil
        }
        if let all { waiting.resume(returning: all) }
    }
}
