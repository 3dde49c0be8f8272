internal import Glibc

/// Puts messages into a Maildir on disk, which any mail program opens: for trying the service out, and for a site whose own software
/// takes the mail from there. The configuration names it `maildir`; it is never a silent default.
///
/// A message is written to `tmp`, flushed, renamed into `new`, and the folder is flushed: it is there whole or not at all, and what was
/// answered *accepted* outlives a power cut. Folders are 0700, files 0600. Lines end with LF, as in every Maildir.
///
/// The file's name comes from the message's own: delivered again after a crash, it replaces its equal, and only if a mail program has
/// moved the first copy to `cur` meanwhile are there two.
public final class MaildirAdapter: MailAdapter {
    /// What selects this adapter in the configuration.
    public static let configurationName = "maildir"

    /// Two, so that one message is prepared while another waits for the disk.
    public let messagesInFlightMax = 2

    private let folder: String
    private let host: String
    private let files: any MaildirFiles
    private let threads: SenderThreads

    /// Creates the Maildir if it is missing; its parent must exist. Throws `MaildirError`.
    public convenience init(folder: String) throws(MaildirError) {
        try self.init(folder: folder, host: Self.systemHostName(), files: SystemMaildirFiles())
    }

    init(folder: String, host: String, files: any MaildirFiles) throws(MaildirError) {
        var path = folder[...]
        while path.count > 1, path.last == "/" { path = path.dropLast() }
        self.folder = String(path)
        self.host = Self.fileNamePart(host)
        self.files = files
        threads = SenderThreads(count: messagesInFlightMax)
        do throws(FileError) {
            for name in ["", "/tmp", "/new", "/cur"] { try files.createFolder(self.folder + name) }
        } catch {
            throw MaildirError(folder: self.folder, problem: error.text)
        }
    }

    public var executor: (any TaskExecutor)? { threads.executor }

    public func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer {
        await threads.run { deliverNow(message) }
    }

    private func deliverNow(_ message: OutgoingMessage) -> DeliveryAnswer {
        let name = fileName(for: message)
        guard name.utf8.count <= Int(NAME_MAX) else {
            return DeliveryAnswer(.permanentPolicy, "the Message-ID is too long for a file's name", reachedData: false)
        }
        let written = "\(folder)/tmp/\(name)"
        let delivered = "\(folder)/new/\(name)"
        do throws(FileError) {
            try files.writeDurably(Self.withLineFeeds(message.bytes), to: written)
            try files.rename(written, to: delivered)
        } catch {
            files.remove(written)
            return DeliveryAnswer(.temporary, error.text, reachedData: false)
        }
        do throws(FileError) {
            try files.flushFolder("\(folder)/new")
        } catch {
            // It is there to be read already, but a power cut may take it away again.
            return DeliveryAnswer(.unknown, error.text, reachedData: true)
        }
        return DeliveryAnswer(.accepted, "in \(Self.configurationName)", reachedData: true)
    }

    /// Unique by convention: here because the Message-ID is, on this host.
    private func fileName(for message: OutgoingMessage) -> String {
        let unique = message.messageID.utf8.drop { $0 == UInt8(ascii: "<") }.prefix { $0 != UInt8(ascii: ">") }
        return "\(Self.fileNamePart(String(decoding: unique, as: UTF8.self))).\(host)"
    }

    /// Without what has a meaning in file names or in Maildir's: every other byte but letters, digits, `-`, `_` and `.` becomes `=41`.
    private static func fileNamePart(_ text: String) -> String {
        var part = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                part.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !part.isEmpty: part += "."
            default: part += "=" + hexByte(byte)
            }
        }
        return part
    }

    private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() where byte != 0x0d || index + 1 == bytes.count || bytes[index + 1] != 0x0a {
            lines.append(byte)
        }
        return lines
    }

    private static func systemHostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A Maildir that cannot be opened.
public struct MaildirError: Error, Sendable, Hashable, CustomStringConvertible {
    public var folder: String
    public var problem: String

    public var description: String { "The Maildir \(folder) cannot be opened: \(problem)." }
}
