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

    /// Writes in one transaction, and remembers the links that were issued.
    func write(_ body: @escaping Body) async throws -> [String] {
        try await answer { note(try await store.write(body)) }
    }

    func send(_ call: SendCall) async throws -> [String] { try await write(body(of: call)) }
    func redeem(_ presented: Presented) async throws -> [String] { try await answer { try await write(redeeming(presented)) } }
    func decline(_ presented: Presented) async throws -> [String] { try await answer { try await write(declining(presented)) } }
    func revoke(_ call: RevokeCall) async throws -> [String] { try await write(body(of: call)) }

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
