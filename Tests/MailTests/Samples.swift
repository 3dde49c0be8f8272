import Invitations

@testable import Mail

/// 2026-11-23T10:42:07.250Z
let sampleNow = Instant(milliseconds: 1_795_430_527_250)

func sampleSettings(linkBase: String = "https://parents.example.org/join") throws -> MailSettings {
    try MailSettings(
        from: "invitations@mail.example.org", bounceAddress: "bounces@mail.example.org", replyTo: "office@example.org", linkBase: linkBase,
        appName: "Parent App")
}

func sampleRenderer(_ templates: TemplateShelf? = nil) throws -> LetterRenderer {
    LetterRenderer(settings: try sampleSettings(), templates: try templates ?? TemplateShelf(), zones: TimeZoneDatabase())
}

func sampleSchool(name: String = "Wexcombe Primary School", timeZone: String = "Europe/London") -> School {
    School(
        key: SchoolKey(rowID: 1), id: SchoolID(unchecked: "A1"), name: name, isMISLinked: true, timeZone: timeZone, hasCourtOrderData: true)
}

func sampleOccasion(
    school: School = sampleSchool(), name: PersonName = PersonName(title: "Mrs", forename: "Imogen", surname: "Thistlewood"),
    children: [String] = ["Zoë", "Max", "Ana"], mailedAt: Instant = sampleNow, validity: Duration = .seconds(14 * 86_400)
) throws -> LetterRenderer.Occasion {
    guard let recipient = EmailAddress("imogen@example.net") else { throw Python.Failure(text: "not an address") }
    return LetterRenderer.Occasion(
        school: school, name: name, childForenames: children, recipient: recipient, mailedAt: mailedAt,
        expiresAt: mailedAt.advanced(by: validity), messageIDLocal: "0123456789AB.7.1")
}

/// As wide as a token, and not one.
let sampleToken = Array(repeating: UInt8(ascii: "T"), count: InvitationToken.textByteCount)
let samplePlaceholder = TokenPlaceholder(width: InvitationToken.textByteCount)

/// Not secret and not HMAC: tests need only that it is deterministic and 32 bytes.
struct ToyAuthentication: MessageAuthentication {
    func code(_ message: [UInt8]) -> [UInt8] {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in message { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return (0..<32).map { index in
            state = (state ^ UInt64(index)) &* 0x100_0000_01b3
            return UInt8(truncatingIfNeeded: state >> 32)
        }
    }

    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { code == self.code(message) }
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool { code(message).starts(with: beginning) }
}

let sampleTokens = TokenAuthority(deploymentID: "test", keys: [1: ToyAuthentication()], activeKeyID: 1)

let sampleReturnPaths = ReturnPathAuthority(deploymentID: "test", keys: [1: ToyAuthentication()])

/// A small generator of our own, so that a seed reproduces a failure on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
