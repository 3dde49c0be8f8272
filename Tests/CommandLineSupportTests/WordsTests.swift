import CommandLineSupport
import Foundation
import InvitationAPI
import InvitationClient
import RPCTransport
import Testing

@Suite("What people type")
struct WordsTests {
    @Test("Filters take names of values in any case, several at a time")
    func filters() throws {
        let filter = try FilterWords(
            pupil: "zoe", contact: "x@y", statuses: ["invited,not-registered", "SUSPENDED"], years: ["7", "8, 9"], groups: ["7A"],
            deliveries: ["bounced"]
        ).filter()
        #expect(
            filter
                == ContactFilter(
                    pupilSearch: "zoe", statuses: [.invited, .notRegistered, .suspended], yearGroups: ["7", "8", "9"],
                    registrationGroups: ["7A"],
                    deliveries: [.bounced], contactSearch: "x@y"))
        #expect(FilterWords().isEmpty)
        #expect(!FilterWords(years: ["7"]).isEmpty)
    }

    @Test(
        "A word that is no status is refused with those that are", arguments: ["nope", "unspecified", "1", "REGISTRATION_STATUS_INVITED"])
    func wrongWords(word: String) {
        let error = #expect(throws: UsageError.self) { try FilterWords(statuses: [word]).filter() }
        #expect(error?.description == "--status knows NOT_REGISTERED, INVITED, INVITATION_EXPIRED, REGISTERED, SUSPENDED.")
    }

    @Test(
        "A link, its fragment and a bare token are one token",
        arguments: [
            "https://school.example/join#abc-_123", "abc-_123", " #abc-_123\n", "https://x/#a#abc-_123",
        ])
    func tokens(text: String) throws {
        #expect(try LinkToken.token(in: text) == "abc-_123")
    }

    @Test(
        "What is no link is refused without repeating it", arguments: ["", " ", "#", "https://x/#", "https://school.example/join", "a b"])
    func wrongTokens(text: String) {
        let error = #expect(throws: UsageError.self) { try LinkToken.token(in: text) }
        #expect(error.map { text.count < 3 || !$0.description.contains(text) } == true)
    }

    @Test("Request ids are random UUIDs of version 4")
    func requestIDs() throws {
        let ids = (0..<100).map { _ in RequestID.random() }
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil })
    }

    @Test(
        "Addresses are HOST:PORT",
        arguments: [
            ("localhost:7443", "localhost", 7443), ("127.0.0.1:1", "127.0.0.1", 1), ("[::1]:65535", "::1", 65535),
        ])
    func addresses(text: String, host: String, port: Int) throws {
        let settings = try ConnectionSettings(.init(server: text), environment: [:])
        #expect(settings.endpoint == .init(host: host, port: port))
    }

    @Test(
        "What is no address is refused",
        arguments: ["", "localhost", "localhost:", ":1", "::1:7443", "localhost:0", "localhost:65536", "localhost:x"])
    func wrongAddresses(text: String) {
        #expect(throws: UsageError.self) { try ConnectionSettings(.init(server: text), environment: [:]) }
    }

    @Test("An option wins over the environment, an empty one counts as absent")
    func environment() throws {
        let environment = [
            "INVITATIONCTL_SERVER": "a:1", "INVITATIONCTL_CERT": "c.pem", "INVITATIONCTL_KEY": "c.key", "INVITATIONCTL_CA": "ca.pem",
            "INVITATIONCTL_SERVER_NAME": "n", "INVITATIONCTL_TIMEOUT": "2.5",
        ]
        let settings = try ConnectionSettings(.init(server: "b:2", key: ""), environment: environment)
        #expect(settings.endpoint.host == "b")
        #expect(settings.timeout == .milliseconds(2500))
        let configuration = settings.configuration
        #expect(configuration.serverName == "n")
        #expect(configuration.tls.serverAuthoritiesFile == "ca.pem")
        #expect(configuration.tls.certificate?.chainFile == "c.pem")
        #expect(configuration.tls.certificate?.privateKeyFile == "c.key")
        #expect(configuration.timeoutDefault == .milliseconds(2500))
        #expect(configuration.connectTimeout == .milliseconds(2500))
    }

    @Test("The administrator's token is read from a file that is the caller's alone; another is refused, and not repeated")
    func administrator() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        func settings(_ text: String, mode: Int) throws -> ConnectionSettings {
            try? FileManager.default.removeItem(atPath: file)
            _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
            return try ConnectionSettings(.init(server: "a:1"), environment: ["INVITATIONCTL_ADMINISTRATOR_TOKEN": file])
        }
        #expect(try settings("a.b.c\n", mode: 0o600).configuration.administrator != nil)
        #expect(try ConnectionSettings(.init(server: "a:1"), environment: [:]).configuration.administrator == nil)
        for (text, mode) in [("a.secret.c", 0o640), ("", 0o600), ("a secret", 0o600)] {
            let error = try #require(throws: UsageError.self) { try settings(text, mode: mode) }
            #expect(error.description.contains(file) && !error.description.contains("secret"))
        }
        #expect(throws: UsageError.self) {
            try ConnectionSettings(.init(server: "a:1", administratorToken: "/nonexistent"), environment: [:])
        }
    }

    @Test(
        "A certificate without its key, and times that are none, are refused",
        arguments: [
            ["INVITATIONCTL_CERT": "c"], ["INVITATIONCTL_KEY": "c"], ["INVITATIONCTL_TIMEOUT": "0"], ["INVITATIONCTL_TIMEOUT": "-1"],
            ["INVITATIONCTL_TIMEOUT": "x"], ["INVITATIONCTL_TIMEOUT": "nan"], ["INVITATIONCTL_TIMEOUT": "3601"],
        ])
    func wrongSettings(environment: [String: String]) {
        #expect(throws: UsageError.self) { try ConnectionSettings(.init(server: "a:1"), environment: environment) }
    }
}
