internal import Glibc
internal import Invitations

/// The folder in which an operator keeps templates.
///
/// `subject.mustache`, `text.mustache` and `html.mustache` in it are for all schools; in a folder named like a school's id, for that school.
/// What is not there is the built-in one; text and HTML come together, since they say the same (R19). Names that begin with a dot, and files
/// that do not end in `.mustache`, are nothing to us.
struct TemplateFolder: Sendable {
    let path: String
    let limits: TemplateLimits

    /// Throws `LetterTemplateError` if the folder or the templates for all schools cannot be used, or if there is no memory or descriptor to
    /// read any other: then it is worth trying again.
    func read(over builtIn: LetterTemplates) throws(LetterTemplateError) -> TemplateSet {
        let names = try listed("")
        var bytesLeft = limits.folderBytesMax
        let common = try templates(named: names, in: "", over: builtIn, &bytesLeft)
        var set = TemplateSet(common: common)
        for name in names where isFolder(name) {
            guard let school = Self.school(ofFolder: name) else {
                set.strays.append(
                    LetterTemplateError(
                        name, "no school can have this folder: name it like the id, other bytes than letters, digits, -, _ and . as %2F"))
                continue
            }
            guard set.schools.count < limits.schoolsMax else {
                throw LetterTemplateError(name, "more than \(limits.schoolsMax) schools have templates of their own")
            }
            do throws(LetterTemplateError) {
                set.schools[school] = .success(try templates(named: try listed(name), in: name + "/", over: common, &bytesLeft))
            } catch {
                if error.isPassing { throw error }
                set.schools[school] = .failure(error)
            }
        }
        return set
    }

    /// All that `read` reads, so that changes can be seen.
    func watchedPaths() -> [String] {
        guard let names = try? listed("") else { return [path] }
        let folders = names.filter(isFolder).prefix(limits.schoolsMax)
        let files =
            Self.templates(among: names) + folders
            + folders.flatMap { folder in
                Self.templates(among: (try? listed(folder)) ?? []).map { "\(folder)/\($0)" }
            }
        return [path] + files.map { "\(path)/\($0)" }
    }

    private func templates(
        named names: [String], in folder: String, over fallback: LetterTemplates, _ bytesLeft: inout Int
    ) throws(LetterTemplateError) -> LetterTemplates {
        let known = TemplatePart.allCases.map(\.fileName)
        let files = Self.templates(among: names)
        if let stranger = files.first(where: { !known.contains($0) }) {
            throw LetterTemplateError(folder + stranger, "no such template; there are \(known.joined(separator: ", ")): rename it")
        }
        if files.contains("text.mustache") != files.contains("html.mustache") {
            let missing = files.contains("text.mustache") ? "html.mustache" : "text.mustache"
            throw LetterTemplateError(
                folder + missing, "it is missing, and the other part is there: text and HTML must say the same, write both")
        }
        var loaded: [TemplatePart: LoadedTemplate] = [:]
        for part in TemplatePart.allCases where files.contains(part.fileName) {
            let source = try source(folder + part.fileName)
            bytesLeft -= source.text.utf8.count
            guard bytesLeft >= 0 else {
                throw LetterTemplateError(source.file, "all templates together have more than \(limits.folderBytesMax) bytes: shorten them")
            }
            loaded[part] = try LoadedTemplate(source, as: part, limits: limits)
        }
        return try LetterTemplates(
            subject: loaded[.subject] ?? fallback.subject, text: loaded[.text] ?? fallback.text, html: loaded[.html] ?? fallback.html)
    }

    private func source(_ file: String) throws(LetterTemplateError) -> TemplateSource {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try readSmallFile("\(path)/\(file)", byteCountMax: limits.fileBytesMax)
        } catch {
            throw LetterTemplateError(file, error)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LetterTemplateError(file, "it is not UTF-8: save it as that")
        }
        return TemplateSource(file: file, text: text)
    }

    private func isFolder(_ name: String) -> Bool {
        var status = stat()
        return stat("\(path)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder below, in order.
    private func listed(_ folder: String) throws(LetterTemplateError) -> [String] {
        let shown = folder.isEmpty ? path : folder
        guard let directory = opendir(folder.isEmpty ? path : "\(path)/\(folder)") else {
            throw LetterTemplateError(shown, FileError(call: "opendir", code: errno))
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func templates(among names: [String]) -> [String] { names.filter { $0.hasSuffix(".mustache") } }

    /// nil: no school's id is written so.
    static func school(ofFolder name: String) -> SchoolID? {
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let text = String(validating: bytes, as: UTF8.self), let school = try? SchoolID(text, field: "school_id") else { return nil }
        return folder(of: school) == name ? school : nil
    }

    /// Letters, digits, `-`, `_` and, but for the first, `.` as they are; each other byte as `%2F`.
    static func folder(of school: SchoolID) -> String {
        school.text.utf8.enumerated().reduce(into: "") { name, byte in
            switch byte.element {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte.element))
            case UInt8(ascii: ".") where byte.offset > 0: name += "."
            default: name += "%" + hexByte(byte.element)
            }
        }
    }
}

/// The templates of all schools.
struct TemplateSet: Sendable {
    /// Of schools that have none of their own.
    var common: LetterTemplates
    /// Of schools that have a folder: what is in it over the common ones, or what is wrong.
    var schools: [SchoolID: Result<LetterTemplates, LetterTemplateError>] = [:]
    /// Folders that are no school's.
    var strays: [LetterTemplateError] = []
}

extension LetterTemplateError {
    fileprivate init(_ file: String, _ error: FileError) {
        switch error.code {
        case EFBIG: self.init(file, "it is too large: shorten it")
        case EINVAL: self.init(file, "it is no regular file: replace it by one")
        default: self.init(file, "it cannot be read (\(error.text)): mend that")
        }
        isPassing = [EMFILE, ENFILE, ENOMEM].contains(error.code)
    }
}
