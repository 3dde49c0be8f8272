import Foundation
import Testing

/// Taste that a machine can keep.
@Suite struct TasteTests {
    @Test("Libraries neither print nor crash on purpose")
    func librariesAreQuiet() throws {
        for (path, text) in try Repository.swiftFiles(under: "Sources", "Clients/InvitationClient", "Clients/RosterFeed")
        where !path.hasPrefix("Sources/invitationd") {
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let code = line.prefix { $0 != "/" }
                #expect(code.firstMatch(of: /\b(print|debugPrint|fatalError)\(/) == nil, "\(path):\(number + 1)")
                #expect(!code.contains("try!"), "\(path):\(number + 1)")
            }
        }
    }

    @Test("Every @unchecked Sendable says why")
    func uncheckedSendableHasAReason() throws {
        for (path, text) in try Repository.swiftFiles(under: "Sources", "Clients") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
                let isExplained = line.contains("//") || (number > 0 && lines[number - 1].contains("//"))
                #expect(isExplained, "\(path):\(number + 1)")
            }
        }
    }

    @Test("Nothing is left undone in a comment")
    func noLeftovers() throws {
        for (path, text) in try Repository.swiftFiles(under: "Sources", "Clients", "Tests") where !path.hasPrefix("Tests/TidyTests") {
            #expect(text.firstMatch(of: /\b(TODO|FIXME|XXX|HACK)\b/) == nil, "\(path)")
        }
    }

    @Test("A file is one idea: at most 400 lines")
    func filesAreShort() throws {
        for (path, text) in try Repository.swiftFiles(under: "Sources", "Clients", "Tests") {
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 400, "\(path)")
        }
    }

    @Test("Every public type and function of the wire and of the client module is documented")
    func publicSymbolsAreDocumented() throws {
        let declaration =
            /^\s*public (?!init|import|extension|override|static func ==|static func <|subscript|mutating func next|func makeAsyncIterator)/
        for (path, text) in try Repository.swiftFiles(under: "Clients/InvitationClient", "Sources/RPC") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            var undocumented: [Int] = []
            for (number, line) in lines.enumerated() where line.firstMatch(of: declaration) != nil && line.hasPrefix("public ") {
                var above = number - 1
                while above >= 0, lines[above].hasPrefix("@") { above -= 1 }
                if above < 0 || !lines[above].hasPrefix("///") { undocumented.append(number + 1) }
            }
            #expect(undocumented.isEmpty, "\(path): lines \(undocumented)")
        }
    }

    @Test("The repository stands alone: no build product, no path of a machine")
    func repositoryStandsAlone() throws {
        for path in try Repository.trackedFiles() {
            #expect(path.firstMatch(of: /(^|\/)\.build|Package\.resolved$|\.sqlite(-wal|-shm)?$|\.o$/) == nil, "\(path)")
            guard path != "Tests/TidyTests/TasteTests.swift",
                let text = try? String(contentsOf: Repository.root.appending(path: path), encoding: .utf8)
            else { continue }
            #expect(text.firstMatch(of: /\.\.\/shared|\/opt\/swift|\/root\/|\/home\/[a-z]/) == nil, "\(path)")
        }
    }
}
