import Invitations

extension Model {
    /// What anybody must see; the order is the service's.
    mutating func observe(_ gaze: Gaze) -> Observation {
        var observation = Observation()
        for id in Universe.schools {
            for filter in [Filter(), gaze.filter] {
                let suffix = filter == Filter() ? "" : " filtered"
                let unknown = refusalLine(.schoolNotFound)
                let school = schools[id]
                observation.see("list of \(id)\(suffix)", school.map { list($0, filter) } ?? [unknown])
                observation.see("counts of \(id)\(suffix)", [school.map { counts($0, filter) } ?? unknown])
            }
            observation.see("events of \(id)", (schools[id]?.events ?? []).sorted())
            schools[id]?.events = []
        }
        let previews = links.indices.flatMap { number in
            [nil, gaze.account].map { account in
                "link \(number) for \(account ?? "nobody"): \(preview(Presented(link: number, account: account)))"
            }
        }
        observation.see("previews", previews)
        observation.see("bookkeeping", [])
        return observation
    }
}
