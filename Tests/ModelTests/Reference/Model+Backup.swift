import Invitations

/// R41: a copy of everything, taken while the service runs, and what starting on it means.
extension Model {
    mutating func backUp() -> [String] {
        var copy = self
        copy.backups = []
        let detail = "restored from a backup of \(Instant(milliseconds: now).rfc3339)"
        for id in copy.schools.keys { copy.schools[id]?.restored = RestorationModel(copiedAt: now) }
        var held = 0
        for index in copy.mails.indices where copy.mails[index].isOpen {
            held += 1
            if has(.restoredMailLeavesAtOnce) { continue }
            copy.mails[index].due = nil
            copy.mails[index].fence += 1
            copy.mails[index].unsettled = 0
            copy.mails[index].hold = .restored
            copy.change(copy.mails[index].link) { ($0.delivery, $0.detail) = (.held, detail) }
        }
        backups.append(copy)
        return ["\(held) held"]
    }

    /// Time, and what people have in their hands, are not restored. Links that were issued since are unknown.
    mutating func restore(_ index: Int) {
        var restored = backups[index]
        (restored.now, restored.backups) = (now, backups)
        (restored.plans, restored.requests, restored.confirmations, restored.pages) = (plans, requests, confirmations, pages)
        for id in restored.schools.keys { restored.schools[id]?.events = [] }
        self = restored
        restart(isAbrupt: false)
    }
}
