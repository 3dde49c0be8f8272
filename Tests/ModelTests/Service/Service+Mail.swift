import InvitationStore
import Invitations

@testable import Mail

extension Service {
    func claim() async throws -> [String] {
        let claim = try await worker.claim()
        var lines: [String] = []
        for ready in claim.ready {
            let link = ready.mail.contact.invitation.flatMap { linkNumbers[$0.nonce] } ?? -1
            if revisions[link]?.contains(ready.fixed.messageID) != true { revisions[link, default: []].append(ready.fixed.messageID) }
            lines.append("ready \(name(link, ready)) revision \(revision(link, ready))")
        }
        claimed += claim.ready
        let next = claim.nextDue.map { clockText($0.milliseconds) } ?? "never"
        return lines + ["\(claim.leasedCount) leased, next \(next)"]
    }

    /// The copy that goes out holds this link's token and no other, and is the copy that went out before (R20, I6).
    func handOver(_ index: Int, _ answer: RelayAnswer, after meanwhile: @escaping @Sendable () async -> Void) async throws -> [String] {
        let ready = claimed.remove(at: index)
        let before = relay.handed.count
        relay.answer(answer, after: meanwhile)
        await worker.handOver(ready)
        // What was handed over meanwhile stands behind.
        let handed = relay.handed.dropFirst(before)
        guard let message = handed.first else { return ["not handed over"] }
        let link = ready.mail.contact.invitation.flatMap { linkNumbers[$0.nonce] } ?? -1
        var line = "handed over \(name(link, ready)) revision \(revision(link, ready)) to \(message.recipient)"
        if handed.count(where: { $0.messageID == message.messageID }) > 1 { line += " more than once" }
        if message.messageID != ready.fixed.messageID { line += " with another Message-ID" }
        if let before = copies[message.messageID], before != message.bytes { line += " in other bytes than before" }
        copies[message.messageID] = message.bytes
        let text = String(decoding: message.bytes, as: UTF8.self)
        if !(tokens.indices.contains(link) && text.contains(tokens[link])) { line += " without its link" }
        return [line]
    }

    func stopWorker() async -> [String] {
        await worker.giveBack(claimed.map(\.mail))
        claimed = []
        return []
    }

    func dropWorker() { claimed = [] }

    private func revision(_ link: Int, _ ready: ReadyMail) -> Int {
        (revisions[link]?.firstIndex(of: ready.fixed.messageID) ?? -1) + 1
    }

    private func name(_ link: Int, _ ready: ReadyMail) -> String {
        "link \(link) (\(ready.mail.contact.id.text) of \(ready.mail.school.id.text))"
    }
}
