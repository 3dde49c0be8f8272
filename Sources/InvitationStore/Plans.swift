import Invitations

/// A reviewed plan, as a plan token holds it (R14).
struct Plan {
    var reviewedAt: Instant
    var policyVersion: Int64
    /// Over every contact's digest, whole, in the order of their ids.
    var digest: [UInt8]
    /// Short forms by which the changed ones are found and named; the digest decides.
    var entries: [UInt64: UInt32]
}

/// Seals reviewed plans and holds a Send to them.
///
/// School, administrator, method and selection are bound to the token without standing in it: with another of them it
/// does not open. The selection is bound as a set: the order of ids is not part of a plan.
struct Plans {
    let environment: UseCaseEnvironment
    let request: Invite.Request
    let school: School

    func seal(_ candidates: [Candidate], at now: Instant) -> String {
        let plan = plan(candidates, at: now)
        var writer = ByteWriter()
        writer.integer(plan.reviewedAt.milliseconds)
        writer.integer(plan.policyVersion)
        writer.fixed(plan.digest)
        writer.count(plan.entries.count)
        for (id, content) in plan.entries {
            writer.integer(Int64(bitPattern: id))
            for shift in [24, 16, 8, 0] { writer.byte(UInt8(truncatingIfNeeded: content >> UInt32(shift))) }
        }
        return environment.sealer.seal(writer.bytes, binding)
    }

    /// Throws `INVALID_PLAN_TOKEN` and `PLAN_TOKEN_EXPIRED`.
    func open(_ token: String, at now: Instant) throws -> Plan {
        guard let bytes = environment.sealer.open(token, binding) else {
            throw InvitationError(
                .invalidPlanToken,
                "plan_token is not one that a review by you gave for this school, method and selection. Review again.")
        }
        var reader = ByteReader(bytes)
        let reviewedAt = Instant(milliseconds: try reader.integer())
        guard now < reviewedAt.advanced(by: environment.limits.planLifetime) else {
            throw InvitationError(.planTokenExpired, "The review is too old. Review again.")
        }
        var plan = Plan(
            reviewedAt: reviewedAt, policyVersion: try reader.integer(), digest: Array(try reader.fixed(Self.digestBytes)), entries: [:])
        for _ in 0..<(try reader.count()) {
            let id = UInt64(bitPattern: try reader.integer())
            plan.entries[id] = try reader.fixed(4).reduce(0) { $0 << 8 | UInt32($1) }
        }
        return plan
    }

    /// Throws `PLAN_CHANGED` if what would be done now is not what was reviewed, naming who changed.
    func require(_ plan: Plan, _ candidates: [Candidate], _ selecting: Selecting) throws {
        let current = self.plan(candidates, at: plan.reviewedAt)
        guard current.digest != plan.digest || current.policyVersion != plan.policyVersion else { return }
        let changed = candidates.map(\.id).filter { plan.entries[Self.short($0)] != current.entries[Self.short($0)] }
        let gone = Set(plan.entries.keys).subtracting(current.entries.keys)
        throw InvitationError.planChanged(
            changed + (try names(of: gone, selecting)), count: changed.count + gone.count, environment.limits)
    }

    /// Who of a "select all" no longer matches, as far as they can be found: by the filter without the statuses, then among the whole
    /// school. Who left the school has no name here.
    private func names(of gone: Set<UInt64>, _ selecting: Selecting) throws -> [ContactID] {
        guard case .matching(let filter, _) = request.selection else { return [] }
        var wider = try filter.validated()
        wider.statuses = []
        wider.deliveries = []
        var gone = gone
        var found: [ContactID] = []
        for filter in [wider, ContactFilter()] where !gone.isEmpty {
            found += try selecting.transaction.contacts(matching: filter, of: school, limit: environment.limits.selectionContactsMax)
                .map(\.id).filter { gone.remove(Self.short($0)) != nil }
        }
        return found
    }

    private func plan(_ candidates: [Candidate], at now: Instant) -> Plan {
        var whole: [UInt8] = []
        var entries: [UInt64: UInt32] = [:]
        for candidate in candidates.sorted(by: { $0.id < $1.id }) {
            let digest = environment.digest(content(candidate))
            whole += digest
            entries[Self.short(candidate.id)] = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        }
        return Plan(reviewedAt: now, policyVersion: school.policy.version, digest: environment.digest(whole), entries: entries)
    }

    /// All that the administrator saw of one contact.
    private func content(_ candidate: Candidate) -> [UInt8] {
        var writer = ByteWriter()
        writer.text(candidate.id.text)
        writer.text(candidate.contact?.email ?? "")
        writer.text(candidate.contact?.name.title ?? "")
        writer.text(candidate.contact?.name.forename ?? "")
        writer.text(candidate.contact?.name.surname ?? "")
        writer.byte(UInt8(candidate.eligibility.outcome.rawValue))
        for warning in candidate.eligibility.warnings { writer.byte(UInt8(warning.rawValue)) }
        return writer.bytes
    }

    private var binding: [UInt8] {
        var writer = ByteWriter()
        writer.text("invitation plan 1")
        writer.text(school.id.text)
        writer.text(request.actor.principal)
        writer.text(request.method.rawValue)
        switch request.selection {
        case .contacts(let ids):
            writer.byte(1)
            write(Set(ids), to: &writer)
        case .matching(let filter, let excluded):
            writer.byte(2)
            writer.filter(filter)
            write(excluded, to: &writer)
        }
        return writer.bytes
    }

    private func write(_ ids: Set<ContactID>, to writer: inout ByteWriter) {
        writer.count(ids.count)
        for id in ids.sorted() { writer.text(id.text) }
    }

    private static let digestBytes = 32

    /// FNV-1a, 64 bits: it finds entries, and decides nothing.
    private static func short(_ id: ContactID) -> UInt64 {
        id.text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

extension InvitationError {
    /// `contact_ids` in the metadata: up to the limit, one a line; ids have no control characters. `count` is of all that changed, also
    /// those without a name.
    static func planChanged(_ changed: [ContactID], count: Int, _ limits: UseCaseLimits) -> InvitationError {
        InvitationError(
            .planChanged, "What was reviewed is no longer what would be sent; nothing was done. Review again.",
            [
                "changed": String(count),
                "contact_ids": changed.prefix(limits.changedContactsNamedMax).map(\.text).joined(separator: "\n"),
            ])
    }
}
