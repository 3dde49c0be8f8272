import Configuration
import RPC
import RPCTransport
import Testing

@testable import Daemon

@Suite struct SettingsTests {
    private func settings(_ values: [String: Int]) -> Settings {
        Settings([
            InMemoryProvider(
                values: Dictionary(
                    uniqueKeysWithValues: values.map {
                        (AbsoluteConfigKey($0.key.split(separator: ".").map(String.init)), ConfigValue(.int($0.value), isSecret: false))
                    })
            ).snapshot()
        ])
    }

    @Test("Every limit of the wire and of TLS has a key, with bounds that hold its default")
    func everyLimit() throws {
        let ofClients = ["clientUnreadStreamBytesMax"]
        let wire = Mirror(reflecting: Limits()).children.compactMap(\.label).filter { !ofClients.contains($0) }
        let fields = wire.count + Mirror(reflecting: TLSLimits()).children.count
        #expect(LimitSettings.all.count == fields)
        #expect(Set(LimitSettings.all.map(\.key)).count == fields)
    }

    @Test("A limit takes effect at both ends of its range, and nothing beyond is taken", arguments: LimitSettings.all.map(\.key))
    func ranges(key: String) throws {
        let range = try #require(LimitSettings.all.first { $0.key == key }).range
        let defaults = try LimitSettings.read(settings([:]))
        for number in [range.lowerBound, range.upperBound] { _ = try LimitSettings.read(settings([key: number])) }
        for number in [range.lowerBound - 1, range.upperBound + 1] {
            #expect(throws: StartupError.self) { try LimitSettings.read(settings([key: number])) }
        }
        let changed = try LimitSettings.read(settings([key: range.lowerBound == 1 ? 2 : range.lowerBound]))
        #expect(changed.0 != defaults.0 || changed.1 != defaults.1)
    }

    @Test("A key that nobody asks for is refused by its name, in the file and in the environment")
    func unasked() throws {
        let settings = settings([:])
        _ = try settings.number("drain.announceSeconds", in: 0...1)
        try settings.refuseUnasked(
            inFile: #"{"drain": {"announceSeconds": 1}}"#, environment: ["INVITATIOND_DRAIN_ANNOUNCE_SECONDS", "PATH"])
        let wrong: [(String, [String], String)] = [
            (#"{"drain": {"anounceSeconds": 1}}"#, [], "drain.anounceSeconds"),
            (#"{"drain": 1}"#, [], "drain"),
            ("{}", ["INVITATIOND_DRAIN_ANNOUNCESECONDS"], "INVITATIOND_DRAIN_ANNOUNCESECONDS"),
            ("[]", [], "one JSON object"),
        ]
        for (json, names, word) in wrong {
            let error = #expect(throws: StartupError.self) { try settings.refuseUnasked(inFile: json, environment: names) }
            #expect(error?.message.contains(word) == true)
        }
    }
}
