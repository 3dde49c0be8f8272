import ProtobufRuntime
import Testing

@Suite struct DescriptorTests {
    @Test("No message is recursive: a hostile payload cannot overflow the decoder's stack")
    func noRecursion() {
        for type in Contract.messages { #expect(circle(from: Descriptor(type.descriptor.unsafePointer), within: []) == nil) }
    }

    @Test("R26: what the role registration reaches carries no eligibility, delivery, email or court-order fields")
    func redeemSaysLittle() throws {
        let reachable = [
            "invitation.v1.RedeemRequest", "invitation.v1.RedeemResponse", "invitation.v1.DeclineRequest", "invitation.v1.DeclineResponse",
        ]
        let words = ["email", "court", "invitable", "delivery", "outcome", "warning", "status", "barred"]
        for name in reachable {
            let type = try #require(Contract.messages.first { $0.fullName == name })
            for field in fieldNames(of: Descriptor(type.descriptor.unsafePointer)) {
                #expect(!words.contains { field.contains($0) }, "\(name).\(field)")
            }
        }
    }

    @Test("R3: only the feed brings contacts and their addresses: no other request has room for one")
    func onlyTheFeedBringsContacts() throws {
        let requests = Contract.messages.filter { $0.fullName.hasPrefix("invitation.v1.") && $0.fullName.hasSuffix("Request") }
        let withAddress = requests.filter { type in
            fieldNames(of: Descriptor(type.descriptor.unsafePointer)).contains { $0.contains("email") || $0.contains("surname") }
        }
        #expect(withAddress.map { $0.fullName } == ["invitation.v1.ImportRosterRequest"])
    }

    private func circle(from descriptor: Descriptor, within outer: [String]) -> [String]? {
        let path = outer + [descriptor.fullName]
        guard !outer.contains(descriptor.fullName) else { return path }
        return descriptor.fields.lazy.compactMap { $0.message }.compactMap { circle(from: $0, within: path) }.first
    }

    private func fieldNames(of descriptor: Descriptor) -> [String] {
        descriptor.fields.flatMap { [$0.name] + ($0.message.map(fieldNames) ?? []) }
    }
}
