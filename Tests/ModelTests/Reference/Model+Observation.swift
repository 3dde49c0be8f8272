import Invitations

extension Model {
    /// What anybody must see; the order is the service's.
    mutating func observe(_ gaze: Gaze) -> Observation {
        var observation = Observation()
        for id in Universe.schools {
            for filter in gaze.filters(of: id) {
                let suffix = filter == Filter() ? "" : " filtered"
                let unknown = refusalLine(.schoolNotFound)
                guard let school = schools[id] else {
                    observation.see("list of \(id)\(suffix)", [unknown])
                    observation.see("counts of \(id)\(suffix)", [unknown])
                    continue
                }
                observation.see("list of \(id)\(suffix)", list(school, filter))
                let obstacle = school.obstacle.map { ", \($0.rawValue)" } ?? ""
                observation.see("counts of \(id)\(suffix)", [counts(school, filter) + obstacle])
            }
            observation.see("events of \(id)", (schools[id]?.events ?? []).sorted())
            schools[id]?.events = []
            observation.see("\(gaze.contact) of \(id)", [report(gaze.contact, id)] + letter(gaze.contact, id))
            observation.see("school \(id)", schools[id].map(standing) ?? [refusalLine(.schoolNotFound)])
        }
        let account = gaze.isSignedIn ? gaze.account : nil
        observation.see(
            "previews",
            links.indices.map { "link \($0) for \(account ?? "nobody"): \(preview(Presented(link: $0, account: account)))" })
        observation.see("links lost by a restore", [])
        observation.see("access of \(gaze.account)", access(of: gaze.account))
        observation.see("bookkeeping", [])
        return observation
    }

    /// What the office would see of the letter to a contact (R19); nothing for a stranger.
    private func letter(_ id: String, _ school: String) -> [String] {
        guard let school = schools[school], let contact = present(id, school.id) else { return [] }
        if school.isBarred(id) || school.emailReason(contact) != nil || school.timeZone == Universe.timeZoneWithoutRules {
            return [refusalLine(.letterUnavailable)]
        }
        let address = Universe.address(contact.email).wire
        return ["letter to \(contact.name.full) <\(address)>: \(school.name): your invitation to Parent App"]
    }

    /// A school's policy and numbers.
    private func standing(_ school: SchoolModel) -> [String] {
        let present = school.contacts.values.count(where: \.isPresent)
        return [
            policyLine(school.policy, isPaused: school.isPaused),
            factsLine(
                pupils: school.pupils.count, contacts: present, orders: school.orders.count, imports: school.imports,
                invited: school.invitedWithinDay(at: now)),
        ]
    }
}
