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

    mutating func note(_ observation: Observation) { for part in observation.parts { for line in part.lines { note(line) } } }

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

    private mutating func note(_ line: String) {
        for word in line.split(whereSeparator: { !$0.isLetter && $0 != "_" && !$0.isNumber }) { words[String(word), default: 0] += 1 }
    }
}
