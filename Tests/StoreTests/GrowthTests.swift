import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

@Suite struct GrowthTests {
    @Test("R10, R12: A page, a search and a filter without matches cost the same for 100 times the pupils")
    func doesNotGrow() async throws {
        let small = try await Measured(pupils: 60)
        let large = try await Measured(pupils: 6000)
        for (name, query) in Measured.queries {
            let before = try await small.steps(query)
            let after = try await large.steps(query)
            #expect(Double(after) <= Double(before) * 1.2, "\(name): \(before), \(after)")
        }
    }

    @Test("R10: A full name costs what its rarer word costs, however many have the other, in whatever order")
    func fullNameDoesNotGrow() async throws {
        let small = try await Measured(pupils: 60, collectMax: 20_000)
        let large = try await Measured(pupils: 6000, collectMax: 20_000)
        for name in ["Ada Quillfeather", "Quill Adaaa"] {
            let before = try await small.steps { $0.pupilSearch = name }
            let after = try await large.steps { $0.pupilSearch = name }
            #expect(Double(after) <= Double(before) * 1.2, "\(name): \(before), \(after)")
        }
    }

    @Test("R21: What an address tells costs the same however many share it")
    func sharedAddressesDoNotGrow() async throws {
        func steps(sharers: Int) async throws -> Int {
            let measured = try await Measured(pupils: sharers, email: { _ in "office@example.org" })
            let school = measured.school
            return try await measured.temporary.store.writeRaw { transaction in
                let before = transaction.connection.machineSteps
                let states = try transaction.contacts([ContactID(unchecked: "c-1")], of: school)
                #expect(states[0]?.address.isShared == true)
                return transaction.connection.machineSteps - before
            }
        }
        let few = try await steps(sharers: 10)
        let many = try await steps(sharers: 500)
        #expect(Double(many) <= Double(few) * 1.2)
    }
}

/// A school of so many pupils, most of whom are alike.
private struct Measured {
    let temporary: TemporaryStore
    let school: School

    static let queries: [(String, @Sendable (inout ContactFilter) -> Void)] = [
        ("page", { _ in }),
        ("one pupil", { $0.pupilSearch = "Quillfeather" }),
        ("one pupil among many", { $0.pupilSearch = "quillf Ada" }),
        ("one contact", { $0.contactSearch = "parent17@example.org" }),
        ("no such pupil", { $0.pupilSearch = "nobody" }),
        ("nobody expired", { $0.statuses = [.invitationExpired] }),
        ("nobody suspended", { $0.statuses = [.suspended] }),
        ("nothing bounced", { $0.deliveries = [.bounced] }),
        ("no such group", { $0.registrationGroups = ["12Z"] }),
        ("common name", { $0.pupilSearch = "Ada" }),
        ("everyone not registered", { $0.statuses = [.notRegistered] }),
        ("a whole year", { $0.yearGroups = ["7"] }),
    ]

    init(pupils count: Int, collectMax: Int = 40, email: (Int) -> String = { "parent\($0)@example.org" }) async throws {
        temporary = try TemporaryStore(configure: {
            $0.poolCollectMax = collectMax
            $0.poolReadBudget = .seconds(60)
        })
        let pupils: [RosterPupil] = (0..<count).map { index in
            .sample(
                "p-\(index)", "Ada", index == 20 ? "Quillfeather" : "Surname\(1000 + index)", "7", "7A",
                contacts: [.sample("c-\(index)", "Ms", "Parent", "Surname\(index)", email(index), courtOrder: .no)])
        }
        school = try await temporary.seedRoster(.oakfield, pupils)
    }

    /// Of the second run, since the first prepares.
    func steps(_ change: @Sendable (inout ContactFilter) -> Void) async throws -> Int {
        var filter = ContactFilter()
        change(&filter)
        let query = ListQuery(school: school, filter: filter, after: nil, pupilsMax: 20)
        return try await temporary.store.writeRaw { transaction in
            _ = try StoreConformance.page(query, in: transaction)
            let before = transaction.connection.machineSteps
            _ = try StoreConformance.page(query, in: transaction)
            return transaction.connection.machineSteps - before
        }
    }
}
