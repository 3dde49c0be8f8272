import Foundation
import Invitations
import Testing

@testable import Mail

/// A folder of templates that a test writes into.
struct TemplatesOnDisk {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// Both parts, as they must be, and a word.
    func writeParts(_ folder: String, _ word: String) throws {
        try write("\(folder)/text.mustache", Short.text + word)
        try write("\(folder)/html.mustache", Short.html + word)
    }

    func shelf(_ limits: TemplateLimits = TemplateLimits()) throws(LetterTemplateError) -> TemplateShelf {
        try TemplateShelf(folder: folder.path, limits: limits)
    }
}

extension TemplateShelf {
    /// What a school's letter says, or why there is none.
    func shows(_ school: String) -> String {
        let id = SchoolID(unchecked: school)
        do throws(LetterError) {
            let templates = try templates(of: id)
            return "\(templates.subject([.school: "S"])) | \(templates.text([.link: "L"])) | \(templates.html([.link: "L"]))"
        } catch {
            guard case .template(let problem) = error else { return "\(error)" }
            return problem.description
        }
    }
}

@Suite("The folder of templates")
struct TemplateFolderTests {
    @Test("R19: a school's own template stands before the one for all schools, and that before the built-in one, part by part")
    func order() throws {
        let disk = try TemplatesOnDisk()
        defer { disk.remove() }
        #expect(try disk.shelf().shows("A1") == TemplateShelf().shows("A1"))
        try disk.write("subject.mustache", "{{school}} for all")
        try disk.writeParts(".", "all")
        try disk.writeParts("A1", "own")
        try disk.write("A2/subject.mustache", "{{school}} of A2\n")
        try disk.write("A2/notes.txt", "{{nothing}}")
        try disk.write(".hidden/subject.mustache", "nothing")
        try FileManager.default.createDirectory(at: disk.folder.appendingPathComponent("A3"), withIntermediateDirectories: true)
        let shelf = try disk.shelf()
        #expect(shelf.shows("A1").hasPrefix("S for all |") && shelf.shows("A1").hasSuffix("own"))
        #expect(shelf.shows("A2").hasPrefix("S of A2 |") && shelf.shows("A2").hasSuffix("all"))
        #expect(shelf.shows("A3") == shelf.shows("A4") && shelf.shows("A4").hasSuffix("all"))
        #expect(shelf.problems.isEmpty)
    }

    @Test("R23: what is wrong with a school's own template is that school's alone, and says which file and line")
    func ownFaults() throws {
        let disk = try TemplatesOnDisk()
        defer { disk.remove() }
        try disk.write("A1/subject.mustache", "{{surname}}")
        try disk.write("A2/html.mustache", Short.html)
        try disk.write("A3/Subject.mustache", "{{school}}")
        try disk.write("A4/subject.mustache", [0x7b, 0xff])
        try disk.write("A5/subject.mustache", Array(repeating: 0x78, count: 65_537))
        try FileManager.default.createDirectory(
            at: disk.folder.appendingPathComponent("A6/text.mustache"), withIntermediateDirectories: true)
        try disk.write("A6/html.mustache", Short.html)
        try disk.write("A7/subject.mustache", "")
        #expect(mkfifo(disk.folder.appendingPathComponent("A7/text.mustache").path, 0o600) == 0)
        try disk.write("A7/html.mustache", Short.html)
        try FileManager.default.createDirectory(at: disk.folder.appendingPathComponent("A8"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: disk.folder.appendingPathComponent("A8/subject.mustache").path, withDestinationPath: "nowhere")
        try disk.writeParts("A9", "good")
        let shelf = try disk.shelf()
        #expect(shelf.shows("A1") == "A1/subject.mustache, line 1: {{surname}} is unknown; \(TemplateScanTests.names)")
        #expect(
            shelf.shows("A2")
                == "A2/text.mustache: it is missing, and the other part is there: text and HTML must say the same, write both")
        #expect(
            shelf.shows("A3")
                == "A3/Subject.mustache: no such template; there are subject.mustache, text.mustache, html.mustache: rename it")
        #expect(shelf.shows("A4") == "A4/subject.mustache: it is not UTF-8: save it as that")
        #expect(shelf.shows("A5") == "A5/subject.mustache: it is too large: shorten it")
        #expect(shelf.shows("A6") == "A6/text.mustache: it is no regular file: replace it by one")
        #expect(shelf.shows("A7") == "A7/subject.mustache: it lacks {{school}}, which every letter says: add it")
        #expect(shelf.shows("A8").hasPrefix("A8/subject.mustache: it cannot be read (open: No such file"))
        #expect(shelf.shows("A9").hasSuffix("good"))
        #expect(shelf.shows("B1") == (try TemplateShelf()).shows("B1"))
        #expect(shelf.problems.count == 8)
        try disk.write("A7/subject.mustache", "{{school}}")
        try shelf.reload()
        #expect(shelf.shows("A7") == "A7/text.mustache: it is no regular file: replace it by one")
    }

    @Test("What is wrong with the templates of all schools, or with the folder, is nobody's alone")
    func commonFaults() throws {
        let disk = try TemplatesOnDisk()
        defer { disk.remove() }
        try disk.write("text.mustache", Short.text)
        #expect(
            throws: LetterTemplateError(
                "html.mustache", "it is missing, and the other part is there: text and HTML must say the same, write both")
        ) {
            try disk.shelf()
        }
        try disk.write("html.mustache", Short.html)
        let shelf = try disk.shelf()
        let before = shelf.shows("A1")
        try disk.write("A1/subject.mustache", "{{school}} new")
        try disk.write("html.mustache", "{{>other}}")
        #expect(throws: LetterTemplateError.self) { try shelf.reload() }
        #expect(shelf.shows("A1") == before && shelf.version == 0, "a bad one changes nothing")
        try disk.write("html.mustache", Short.html)
        try shelf.reload()
        #expect(shelf.shows("A1").hasPrefix("S new |") && shelf.version == 1)
        disk.remove()
        #expect { try shelf.reload() } throws: { "\($0)".contains("it cannot be read (opendir: No such file or directory): mend that") }
        #expect(shelf.shows("A1").hasPrefix("S new |"))
    }

    @Test("Limits: of schools, and of all bytes together")
    func limits() throws {
        let disk = try TemplatesOnDisk()
        defer { disk.remove() }
        var limits = TemplateLimits()
        (limits.schoolsMax, limits.folderBytesMax) = (2, 30)
        for school in ["A1", "A2"] { try disk.write("\(school)/subject.mustache", "{{school}} 1234") }
        #expect(try disk.shelf(limits).problems.isEmpty)
        limits.folderBytesMax = 29
        #expect(try disk.shelf(limits).shows("A2") == "A2/subject.mustache: all templates together have more than 29 bytes: shorten them")
        try disk.write("A3/subject.mustache", "{{school}}")
        #expect(throws: LetterTemplateError("A3", "more than 2 schools have templates of their own")) { try disk.shelf(limits) }
    }

    @Test(
        "A folder is named like the school's id, other bytes than letters, digits, -, _ and . as %2F: no id leads out of the folder",
        arguments: [
            ("A1930499544", "A1930499544"), ("St. Mary_s-1", "St.%20Mary_s-1"), ("../x", "%2E.%2Fx"), (".", "%2E"), (".git", "%2Egit"),
            ("a/b%", "a%2Fb%25"), ("é", "%C3%A9"),
        ])
    func names(school: String, folder: String) {
        let id = SchoolID(unchecked: school)
        #expect(TemplateFolder.folder(of: id) == folder)
        #expect(TemplateFolder.school(ofFolder: folder) == id)
    }

    @Test("Any other spelling is no school's, and is told of", arguments: ["A 1", "%41", "%2e", "%2", "%", "%FF", "%00", "é", "%+1"])
    func strays(folder: String) throws {
        #expect(TemplateFolder.school(ofFolder: folder) == nil)
        let disk = try TemplatesOnDisk()
        defer { disk.remove() }
        try disk.write("\(folder)/subject.mustache", "{{school}}")
        #expect(try disk.shelf().problems.map(\.file) == [folder])
    }

    @Test("What is read is what is watched")
    func watched() throws {
        let disk = try TemplatesOnDisk()
        defer { disk.remove() }
        try disk.writeParts("A1", "x")
        try disk.write("subject.mustache", "{{school}}")
        try disk.write("A1/notes.txt", "x")
        let shelf = try disk.shelf()
        let below = ["", "/subject.mustache", "/A1", "/A1/html.mustache", "/A1/text.mustache"]
        #expect(shelf.watchedPaths() == below.map { disk.folder.path + $0 })
        try disk.write("A2/subject.mustache", "{{school}}")
        #expect(shelf.watchedPaths().suffix(2).contains("\(disk.folder.path)/A2/subject.mustache"))
        #expect(try TemplateShelf().watchedPaths().isEmpty)
    }
}
