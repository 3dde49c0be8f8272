import Foundation
import Synchronization
import Testing

@testable import Mail

/// The system's files, one chosen step of which fails.
final class FailingFiles: MaildirFiles {
    enum Step: String, CaseIterable { case write, rename, flush }

    private let system = SystemMaildirFiles()
    private let failing = Mutex<Step?>(nil)

    func fail(at step: Step?) { failing.withLock { $0 = step } }

    private func check(_ step: Step) throws(FileError) {
        if failing.withLock({ $0 == step }) { throw FileError(call: step.rawValue, code: ENOSPC) }
    }

    func createFolder(_ path: String) throws(FileError) { try system.createFolder(path) }

    func writeDurably(_ bytes: [UInt8], to path: String) throws(FileError) {
        do throws(FileError) {
            try check(.write)
        } catch {
            // A full disk leaves the first half behind.
            try system.writeDurably(Array(bytes.prefix(bytes.count / 2)), to: path)
            throw error
        }
        try system.writeDurably(bytes, to: path)
    }

    func rename(_ path: String, to newPath: String) throws(FileError) {
        try check(.rename)
        try system.rename(path, to: newPath)
    }

    func flushFolder(_ path: String) throws(FileError) {
        try check(.flush)
        try system.flushFolder(path)
    }

    func remove(_ path: String) { system.remove(path) }
}

@Suite("The Maildir adapter")
struct MaildirAdapterTests {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("maildir-\(UUID().uuidString)").path

    func message(_ id: String = "<A.1@example.org>", _ text: String = "Subject: x\r\n\r\na\rb\r\n") -> OutgoingMessage {
        OutgoingMessage(envelopeSender: "s@example.org", recipient: "r@example.org", messageID: id, bytes: Array(text.utf8))
    }

    func files(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []).sorted()
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    @Test("A message appears in new, whole, with LF, readable by its owner only, and any mail program's library finds it")
    func delivers() async throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let adapter = try MaildirAdapter(folder: root + "/", host: "mail.example/org:1", files: SystemMaildirFiles())
        for folder in ["", "tmp", "new", "cur"] { #expect(try mode("\(root)/\(folder)") == 0o700) }

        #expect(await adapter.deliver(message()).kind == .accepted)
        #expect(files("new") == ["A.1=40example.org.mail.example=2Forg=3A1"])
        #expect(files("tmp").isEmpty)
        let path = "\(root)/new/\(files("new")[0])"
        #expect(try mode(path) == 0o600)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "Subject: x\n\na\rb\n")

        let subjects = try Python.run(
            "import json, sys, mailbox; json.dump([m['Subject'] for m in mailbox.Maildir(json.load(sys.stdin)[0])], sys.stdout)", [root],
            as: [String].self)
        #expect(subjects == ["x"])
    }

    @Test("Opening a Maildir that is there already leaves its mail alone; one that cannot be is an error that names it")
    func opens() async throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        _ = await (try MaildirAdapter(folder: root)).deliver(message())
        _ = try MaildirAdapter(folder: root)
        #expect(files("new").count == 1)
        #expect(throws: MaildirError(folder: "\(root)/none/such", problem: "mkdir: No such file or directory")) {
            try MaildirAdapter(folder: "\(root)/none/such")
        }
        let file = "\(root)/new/\(files("new")[0])"
        #expect(throws: MaildirError(folder: file, problem: "mkdir: Not a directory")) { try MaildirAdapter(folder: file) }
    }

    @Test("The same message delivered again after a crash replaces its equal; once a mail program took it, there is a second")
    func deliversAgain() async throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let first = try MaildirAdapter(folder: root, host: "h", files: SystemMaildirFiles())
        #expect(await first.deliver(message()).kind == .accepted)
        let name = files("new")[0]
        // What a crash in the middle of writing leaves.
        try Data("half".utf8).write(to: URL(fileURLWithPath: "\(root)/tmp/\(name)"))

        let second = try MaildirAdapter(folder: root, host: "h", files: SystemMaildirFiles())
        #expect(await second.deliver(message()).kind == .accepted)
        #expect(files("new") == [name])
        #expect(files("tmp").isEmpty)
        #expect(await second.deliver(message("<B@example.org>")).kind == .accepted)
        #expect(files("new").count == 2)

        try FileManager.default.moveItem(atPath: "\(root)/new/\(name)", toPath: "\(root)/cur/\(name):2,S")
        #expect(await second.deliver(message()).kind == .accepted)
        #expect(files("new").count == 2 && files("cur").count == 1)
    }

    @Test("A step that fails leaves no half message, and is tried again", arguments: FailingFiles.Step.allCases)
    func faults(step: FailingFiles.Step) async throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let failing = FailingFiles()
        let adapter = try MaildirAdapter(folder: root, host: "h", files: failing)
        failing.fail(at: step)
        let answer = await adapter.deliver(message())
        // After the rename it is there, but may not outlive a power cut: nobody can know.
        #expect(answer.kind == (step == .flush ? .unknown : .temporary))
        #expect(answer.reachedData == (step == .flush))
        #expect(answer.text == "\(step.rawValue): No space left on device")
        #expect(files("tmp").isEmpty)
        #expect(files("new").count == (step == .flush ? 1 : 0))

        failing.fail(at: nil)
        #expect(await adapter.deliver(message()).kind == .accepted)
        #expect(files("new").count == 1)
    }

    @Test("A Message-ID too long for a file's name is refused for good")
    func longName() async throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let adapter = try MaildirAdapter(folder: root)
        let answer = await adapter.deliver(message("<\(String(repeating: "a", count: 300))@example.org>"))
        #expect(answer.kind == .permanentPolicy)
        #expect(files("new").isEmpty)
    }
}

@Suite("Threads that may block")
struct SenderThreadsTests {
    @Test("Work runs on threads of its own, as many as there are, and what was given is done when the owner is gone")
    func runs() async {
        let done: [(number: Int, thread: pthread_t, isSheltered: Bool)]
        do {
            let threads = SenderThreads(count: 3)
            done = await withTaskGroup(of: (Int, pthread_t, Bool).self) { group in
                for number in 1...100 { group.addTask { await threads.run { (number, currentThread(), breaksNoPipes()) } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        let (sum, threads) = (done.reduce(0) { $0 + $1.number }, Set(done.map(\.thread)))
        let isSheltered = done.allSatisfy(\.isSheltered)
        #expect(sum == 5050)
        #expect((1...3).contains(threads.count))
        #expect(isSheltered, "some of it ran elsewhere")
    }

    @Test("A task that runs on them already has its work done where it is")
    func staysOnItsThread() async {
        let threads = SenderThreads(count: 3)
        let isSame = await Task(executorPreference: threads.executor) {
            var same = true
            for _ in 1...100 {
                let before = currentThread()
                let during = await threads.run { currentThread() }
                same = same && before == during && during == currentThread()
            }
            return same
        }.value
        #expect(isSame)
    }

    @Test("A task that outlives them goes on elsewhere")
    func outlives() async {
        var threads: SenderThreads? = SenderThreads(count: 1)
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let task = Task(executorPreference: threads?.executor) {
            for await _ in gate {}
            return 7
        }
        threads = nil
        opener.finish()
        #expect(await task.value == 7)
    }

    /// What an asynchronous function may not ask by itself, since it may go on on another.
    private func currentThread() -> pthread_t { pthread_self() }

    /// Only on these threads is SIGPIPE blocked.
    private func breaksNoPipes() -> Bool {
        var signals = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &signals)
        return sigismember(&signals, SIGPIPE) == 1
    }
}
