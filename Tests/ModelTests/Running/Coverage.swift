import Invitations

/// What histories have reached: which kinds of step were accepted and refused, and everything that was answered or seen.
struct Coverage: Sendable {
    private(set) var accepted: [String: Int] = [:]
    private(set) var refused: [String: Int] = [:]
    /// Refusals' reasons, outcomes, statuses, delivery states, warnings: words of the lines.
    private(set) var words: [String: Int] = [:]

    mutating func note(_ step: String, _ lines: [String]) {
        if lines.first?.hasPrefix("refused") == true || lines.first == "not handed over" {
            refused[step, default: 0] += 1
        } else {
            accepted[step, default: 0] += 1
        }
        for line in lines { note(line) }
    }

    /// As far as it differs from the look before.
    mutating func note(_ observation: Observation, since before: Observation) {
        for (index, part) in observation.parts.enumerated() {
            let old = before.parts.indices.contains(index) ? before.parts[index].lines : []
            for line in part.lines where !old.contains(line) { note(line) }
        }
    }

    mutating func add(_ other: Coverage) {
        accepted.merge(other.accepted, uniquingKeysWith: +)
        refused.merge(other.refused, uniquingKeysWith: +)
        words.merge(other.words, uniquingKeysWith: +)
    }

    var table: String {
        let kinds = Set(accepted.keys).union(refused.keys).sorted()
        return kinds.map { "\($0): \(accepted[$0] ?? 0) accepted, \(refused[$0] ?? 0) refused" }.joined(separator: "\n")
            + "\n"
            + words.sorted { $0.key < $1.key }.filter { $0.key.first?.isLetter == true }.map { "\($0.key) \($0.value)" }.joined(
                separator: ", ")
    }

    private static func isOfWords(_ byte: UInt8) -> Bool {
        byte == 0x5f || (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }

    private mutating func note(_ line: String) {
        for word in line.utf8.split(whereSeparator: { !Self.isOfWords($0) }) {
            words[String(decoding: word, as: UTF8.self), default: 0] += 1
        }
    }
}
