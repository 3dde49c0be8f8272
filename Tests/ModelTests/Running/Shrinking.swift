/// Makes a failing list shorter while it goes on failing: greedy delta debugging.
///
/// Drops runs of elements, halving their length down to one, and begins anew as long as something could be dropped. `fails` must be
/// deterministic; it is asked at most `attemptsMax` times.
func shrink<Element: Sendable>(
    _ list: [Element], attemptsMax: Int = 400, simpler: (Element) -> [Element] = { _ in [] },
    fails: ([Element]) async -> Bool
) async -> [Element] {
    var shortest = list
    var attempts = 0
    func stillFails(_ candidate: [Element]) async -> Bool {
        attempts += 1
        return attempts <= attemptsMax ? await fails(candidate) : false
    }

    var isShorter = true
    while isShorter && attempts < attemptsMax {
        isShorter = false
        var length = max(1, shortest.count / 2)
        while true {
            var start = 0
            while start < shortest.count {
                var candidate = shortest
                candidate.removeSubrange(start..<min(start + length, shortest.count))
                if await stillFails(candidate) {
                    shortest = candidate
                    isShorter = true
                } else {
                    start += length
                }
            }
            if length == 1 { break }
            length = max(1, length / 2)
        }
        for index in shortest.indices {
            for simple in simpler(shortest[index]) {
                var candidate = shortest
                candidate[index] = simple
                if await stillFails(candidate) {
                    shortest = candidate
                    isShorter = true
                    break
                }
            }
        }
    }
    return shortest
}

extension Step {
    /// The same step with less to it.
    var simpler: [Step] {
        switch self {
        case .importFeed(let school, let defect, let confirming, let interruption?):
            return interruption.simpler.map { .importFeed(school: school, defect, confirming: confirming, $0) }
        case .handOver(let mail, let answer, let interruption?):
            return interruption.simpler.map { .handOver(mail: mail, answer, $0) }
        case .handOver(let mail, let answer, nil) where mail != 0 || answer != .accepted:
            return [.handOver(mail: 0, .accepted, nil), .handOver(mail: 0, answer, nil), .handOver(mail: mail, .accepted, nil)]
        case .together(let steps):
            return steps
                + steps.indices.map { index in
                    var fewer = steps
                    fewer.remove(at: index)
                    return .together(fewer)
                }
        case .send(let inviting, let request): return inviting.simpler.map { .send($0, request: request) }
        case .review(let inviting): return inviting.simpler.map(Step.review)
        default: return []
        }
    }
}

extension Interruption {
    fileprivate var simpler: [Interruption?] {
        [nil]
            + steps.indices.map { index in
                var less = self
                less.steps.remove(at: index)
                return less
            }
    }
}

extension Inviting {
    fileprivate var simpler: [Inviting] {
        let choices: [Choice] =
            switch selection {
            case .explicit(let ids) where ids.count > 1:
                ids.map { .explicit([$0]) }
                    + ids.indices.map { index in .explicit(ids.enumerated().filter { $0.offset != index }.map(\.element)) }
            case .all(let filter, let excluded) where !excluded.isEmpty: [.all(filter: filter, excluding: [])]
            default: []
            }
        return choices.map { choice in
            var simple = self
            simple.selection = choice
            return simple
        }
    }
}
