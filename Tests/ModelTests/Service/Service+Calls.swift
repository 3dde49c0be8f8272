import Cryptography
import InvitationStore
import Invitations

extension Service {
    /// Runs a call; a refusal is an answer too.
    func answer(_ body: () async throws -> [String]) async throws -> [String] {
        do {
            return try await body()
        } catch let error as InvitationError {
            return [error.line]
        }
    }

    func review(_ call: SendCall) async throws -> [String] {
        let invite = Invite(environment)
        let request = request(call)
        return try await answer {
            let answer = try await store.read { try invite.review(request, in: $0) }
            planTokens.append(answer.planToken)
            return answer.lines
        }
    }

    func send(_ call: SendCall) async throws -> [String] {
        let invite = Invite(environment)
        let request = request(call)
        return try await answer {
            let answer = try await store.write { try invite.perform(request, in: $0) }
            let queued = answer.results.filter { $0.outcome == .queued }.map(\.contact)
            let invitations = try await store.read { transaction -> [Invitation?] in
                guard let school = try transaction.school(SchoolID(unchecked: call.school)) else { return [] }
                return try transaction.contacts(queued, of: school).map { $0?.invitation }
            }
            // An answer given again names contacts whose links are known.
            for case let invitation? in invitations where linkNumbers[invitation.nonce] == nil {
                linkNumbers[invitation.nonce] = tokens.count
                tokens.append(environment.tokens.token(for: invitation.nonce, keyID: invitation.tokenKeyID)?.reveal() ?? "")
            }
            return answer.lines
        }
    }

    func redeem(_ presented: Presented) async throws -> [String] {
        let redeem = Redeem(environment)
        let text = text(presented)
        let account = AccountID(unchecked: presented.account ?? "")
        return try await answer {
            let token = try redeem.verify(text)
            return [try await store.write { try redeem.redeem(token, account: account, in: $0) }.line]
        }
    }

    /// A token's text, or what a forger made of it.
    func text(_ presented: Presented) -> String {
        let nonce = InvitationNonce(bytes: Array(repeating: 0xee, count: InvitationNonce.byteCount))
        guard let link = presented.link, presented.forgery != .neverIssued else {
            return environment.tokens.token(for: nonce, keyID: 1)?.reveal() ?? ""
        }
        var text = Array(tokens[link].utf8)
        switch presented.forgery {
        case .bitFlipped: text[30] = text[30] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        case .garbage: text = Array("let me in".utf8)
        case .neverIssued, nil: break
        }
        return String(decoding: text, as: UTF8.self)
    }

    func request(_ call: SendCall) -> Invite.Request {
        let selection: Selection =
            switch call.selection {
            case .contacts(let ids): .contacts(ids.map(ContactID.init(unchecked:)))
            case .matching(let filter, let excluded):
                .matching(filter.asked, excluding: Set(excluded.map(ContactID.init(unchecked:))))
            }
        var plan = call.plan.map { planTokens[$0.index] } ?? ""
        if call.plan?.isTorn == true { plan.removeLast(4) }
        return Invite.Request(
            method: call.method, school: SchoolID(unchecked: call.school), selection: selection, requestID: call.requestID, planToken: plan,
            bodyDigest: SHA256.digest(Array(call.body.utf8)), actor: Actor(principal: call.admin))
    }
}
