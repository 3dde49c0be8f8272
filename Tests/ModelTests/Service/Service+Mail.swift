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
        await worker.giveBack(claimed.map(\.lease))
        claimed = []
        return []
    }

    func dropWorker() { claimed = [] }

    /// To the address that the invitation's mail has as its sender.
    func report(_ presented: Presented, _ report: ReportModel, by reader: String) async throws -> [String] {
        let nonce = presented.link.flatMap { link in linkNumbers.first { $0.value == link }?.key }
        let mailedAt = try await store.read { transaction in try nonce.flatMap { try transaction.invitation($0)?.invitation.mailedAt } }
        var word = String(repeating: "a", count: ReturnPathAuthority.wordByteCount)
        if presented.forgery == .neverIssued {
            let stranger = InvitationNonce(bytes: Array(repeating: 0xee, count: InvitationNonce.byteCount))
            word = environment.returnPaths.word(for: stranger, keyID: 1, mailedAt: clock.clock.now()) ?? ""
        } else if presented.forgery != .garbage, let nonce, let mailedAt {
            word = environment.returnPaths.word(for: nonce, keyID: 1, mailedAt: mailedAt) ?? ""
        }
        if presented.forgery == .bitFlipped { word = (word.first == "a" ? "b" : "a") + word.dropFirst() }
        let reporting = ReportBounce(environment)
        let address = "bounces+\(word)@mail.example.org"
        return try await answer {
            guard let status = EnhancedStatus(report.status) else { return [] }
            let genuine = try reporting.verify(
                DeliveryReport(report.action, status: status, diagnostic: ReportModel.words), returnPaths: [address])
            let verdict = try await store.write {
                try reporting.run(genuine, by: Actor(principal: reader), within: { _ in true }, in: $0)
            }
            return ["\(verdict)"]
        }
    }

    private func revision(_ link: Int, _ ready: ReadyMail) -> Int {
        (revisions[link]?.firstIndex(of: ready.fixed.messageID) ?? -1) + 1
    }

    private func name(_ link: Int, _ ready: ReadyMail) -> String {
        "link \(link) (\(ready.mail.contact.id.text) of \(ready.mail.school.id.text))"
    }
}
