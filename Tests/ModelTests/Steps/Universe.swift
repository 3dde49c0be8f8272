import Invitations

/// The few names and addresses that histories are made of: few, so that they meet.
enum Universe {
    static let schools = ["school-a", "school-b"]
    static let admins = ["admin-0", "admin-1", "admin-2"]
    static let accounts = ["account-0", "account-1", "account-2"]
    /// The same ids in every school (R4).
    static let pupils = ["P0", "P1", "P2", "P3"]
    static let contacts = ["C0", "C1", "C2", "C3", "C4", "C5"]
    static let surnames = ["Hartley", "Nowak", "Abara"]
    static let forenames = ["Ada", "Zoë", "Cai", "Dua"]
    static let yearGroups = ["7", "8"]
    static let timeZones = ["Europe/London", "Europe/Dublin", Universe.timeZoneWithoutRules]
    /// The import takes it, and no letter can be written in it (R23: `HELD`).
    static let timeZoneWithoutRules = "Europe/Nowhere"
    /// No import takes it.
    static let timeZoneUnknown = "Europe/Atlantis"

    static let addresses: [Address] = [
        Address(nil),
        Address("mail1@example.org", key: "mail1@example.org"),
        Address("Mail1@Example.org", key: "mail1@example.org", wire: "Mail1@example.org"),
        Address("mail2@example.org", key: "mail2@example.org"),
        Address("mail3@example.org", key: "mail3@example.org"),
        Address("mail4@example.org", key: "mail4@example.org"),
        Address("kin@bücher.example", key: "kin@xn--bcher-kva.example", wire: "kin@xn--bcher-kva.example"),
        Address("Kin@XN--bcher-kva.example", key: "kin@xn--bcher-kva.example", wire: "Kin@xn--bcher-kva.example"),
        Address("not an address", flaw: .invalidEmail),
        Address("zoë@example.org", key: "zoë@example.org", flaw: .needsSMTPUTF8),
    ]

    static func address(_ text: String?) -> Address { addresses.first { $0.text == text } ?? Address(text, flaw: .invalidEmail) }
}

/// An address with what there is to know of it, written down instead of computed: the model parses nothing.
struct Address: Sendable, Hashable {
    var text: String?
    /// What it is compared by (R21); nil when no mail can have it.
    var key: String?
    /// As it goes out: the domain in A-labels (R22).
    var wire: String
    /// Why nobody can be invited at it; nil: somebody can.
    var flaw: Outcome?

    init(_ text: String?, key: String? = nil, wire: String? = nil, flaw: Outcome? = nil) {
        self.text = text
        self.key = key
        self.wire = wire ?? text ?? ""
        self.flaw = text == nil ? .noEmail : flaw
    }
}

/// Element `index` of `list`, whatever the index: steps stay meaningful when what they named is gone.
func pick<Element>(_ list: [Element], _ index: Int) -> Element? { list.isEmpty ? nil : list[place(index, of: list.count)] }

/// Modulo the count; -1 is the last. Precondition: there is one.
func place(_ index: Int, of count: Int) -> Int { ((index % count) + count) % count }
