import InvitationStore
import Invitations

/// Letters that have a page in common, and such as no letter looks.
enum SampleLetters {
    /// 3 KB, in which no eight bytes stand twice.
    static func page(seed: UInt64 = 1) -> [UInt8] { SeededRandom(seed: seed).bytes(3000) }

    /// The page with words of its own in three places of it.
    static func letter(_ words: String, of page: [UInt8]) -> [UInt8] {
        page[..<500] + Array(words.utf8) + page[500..<2000] + Array("again: \(words)".utf8) + page[2000...] + Array(words.utf8)
    }

    static func rendering(_ words: String, of page: [UInt8], at now: Instant, to recipient: String = "imogen@example.org") -> FixedMail {
        FixedMail(
            mailedAt: now, expiresAt: now.advanced(by: .seconds(14 * 86_400)), messageID: "<\(words.utf8.count)@oakfield>",
            recipient: recipient, bytes: letter(words, of: page), common: page)
    }
}
