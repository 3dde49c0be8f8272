import Foundation
import Testing

/// "The one rule of direction" of docs/architecture.md, read off the package manifest and the imports.
@Suite struct DirectionTests {
    /// What each target may know; nothing else of ours.
    static let mayKnow: [String: Set<String>] = [
        "CCurl": [], "CMemory": [], "COpenSSL": [], "CProtobufC": [], "CSQLite": [], "CSQLiteLog": ["CSQLite"],
        "RPCMessages": ["CProtobufC"],
        "InvitationMessages": ["CProtobufC", "RPCMessages"],
        "ProtobufRuntime": ["CProtobufC"],
        "RPCServiceMessages": ["CProtobufC"],
        "ProtobufSchema": [],
        "ProtobufJSON": ["CProtobufC", "ProtobufRuntime", "ProtobufSchema"],
        "RPC": ["ProtobufRuntime", "RPCMessages", "CProtobufC"],
        "RPCTransport": ["RPC", "COpenSSL"],
        "RPCServices": ["RPC", "ProtobufRuntime", "ProtobufSchema", "RPCServiceMessages", "CProtobufC"],
        "InvitationAPI": ["RPC", "ProtobufRuntime", "InvitationMessages", "RPCMessages", "CProtobufC"],
        "Cryptography": ["COpenSSL"],
        "Invitations": [],
        "InvitationStore": ["Invitations"],
        "SQLiteStore": ["InvitationStore", "Invitations", "Cryptography", "CSQLite", "CSQLiteLog"],
        "Mail": ["InvitationStore", "Invitations", "CCurl"],
        "InvitationServer": ["InvitationAPI", "InvitationStore", "Invitations", "Cryptography", "ProtobufJSON", "RPC", "ProtobufRuntime"],
        "Observability": ["RPC"],
        "Daemon": [
            "Observability", "InvitationServer", "InvitationAPI", "RPCServices", "SQLiteStore", "Mail", "Cryptography", "RPCTransport",
            "RPC",
            "InvitationStore", "Invitations", "CMemory",
        ],
        "invitationd": ["Daemon"],
        "InvitationClient": ["InvitationAPI", "RPC", "RPCTransport", "ProtobufRuntime"],
        "RosterFeed": ["InvitationAPI", "CCurl"],
        "DeliveryReports": [],
        "DevelopmentIdentity": ["Cryptography", "COpenSSL"],
        "CommandLineSupport": [
            "InvitationClient", "InvitationAPI", "RPCServices", "RPC", "RosterFeed", "DeliveryReports", "ProtobufJSON", "ProtobufRuntime",
            "ProtobufSchema",
            "RPCTransport",
        ],
        "invitationctl": [
            "CommandLineSupport", "InvitationClient", "RosterFeed", "DeliveryReports", "ProtobufJSON", "InvitationAPI", "RPCServices",
            "RPC",
            "ProtobufRuntime", "DevelopmentIdentity", "Cryptography",
        ],
    ]

    /// Name and own dependencies of every target of the product, as the manifest lists them.
    static func targets() throws -> [String: Set<String>] {
        let manifest = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
        var targets: [String: Set<String>] = [:]
        let row = /\.(systemLibrary|target|executableTarget)\(\s*name: "(?<name>[A-Za-z]+)"(?<rest>[^\n]*(\n\s{12,}[^\n]*)*)/
        for match in manifest.matches(of: row) where !match.rest.contains("path: \"Tests/") {
            let list = match.rest.firstMatch(of: /dependencies: \[(?<names>[^\]]*)\]/)?.names ?? ""
            targets[String(match.name)] = Set(list.matches(of: /"(?<name>[A-Za-z]+)"/).map { String($0.name) })
        }
        return targets
    }

    @Test("Every target depends only on what it may know")
    func manifestKeepsDirection() throws {
        let targets = try Self.targets()
        #expect(Set(targets.keys) == Set(Self.mayKnow.keys))
        for (name, dependencies) in targets {
            let strangers = dependencies.subtracting(Self.mayKnow[name] ?? [])
            #expect(strangers.isEmpty, "\(name) must not depend on \(strangers.sorted())")
        }
    }

    @Test("No file imports a target its own may not know")
    func importsKeepDirection() throws {
        for (path, text) in try Repository.swiftFiles(under: "Sources", "Clients") {
            let target = path.split(separator: "/")[1]
            let allowed = Self.mayKnow[String(target)] ?? []
            for match in text.matches(
                of: /(?m)^(public |internal |package |private )?import (struct |enum |class |func )?(?<name>[A-Za-z]+)/)
            {
                let name = String(match.name)
                guard Self.mayKnow[name] != nil else { continue }
                #expect(allowed.contains(name), "\(path) imports \(name)")
            }
        }
    }

    @Test("The domain, the use cases and the RPC machines know neither Foundation nor sockets nor SQL")
    func coreIsPure() throws {
        let forbidden = /(?m)^\s*(public |internal )?import (Foundation|FoundationEssentials|Glibc|NIOPosix|GRDB|COpenSSL|Logging)\b/
        for (path, text) in try Repository.swiftFiles(under: "Sources/Invitations", "Sources/InvitationStore", "Sources/RPC") {
            #expect(text.firstMatch(of: forbidden) == nil, "\(path)")
        }
    }
}
