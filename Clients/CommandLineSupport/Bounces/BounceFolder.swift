public import DeliveryReports
internal import Glibc
public import InvitationAPI
internal import RPC

/// A Maildir into which a mail system puts the reports on our mail: each is read, given to the service, and moved from `new` to `cur`. (R23)
///
/// What cannot be read, or is no report on a mail of ours, stays in `new` and is told of once.
public struct BounceFolder {
    private let path: String
    private let console: Console
    private let sleep: (Duration) async throws -> Void
    private var told: Set<String> = []

    /// - Parameters:
    ///   - path: of the Maildir; `new` and `cur` are below it.
    ///   - sleep: waits; throws when the task is cancelled.
    public init(
        _ path: String, console: Console, sleep: @escaping (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.path = path
        self.console = console
        self.sleep = sleep
    }

    /// Reads what is there.
    ///
    /// - Throws: ``UsageError`` if the folder cannot be read; `RPCError` if the service does not take reports at present: the rest stays.
    public mutating func readOnce(_ call: (ReportBounceRequest) async throws -> ReportBounceResponse) async throws {
        for name in try names() where !told.contains(name) {
            do {
                let bytes = try FileInput.bytes(of: "\(path)/new/\(name)", upTo: ReadReport.bytesMax)
                let answer = try await call(ReportBounceRequest(try ReadReport(bytes)))
                try move(name)
                console.write("\(TerminalText.safe(name)): \(answer.verdict.name)\n")
            } catch let problem as ReportProblem {
                tell(name, "\(problem.rawValue): \(problem)")
            } catch let error as RPCError where error.code == .invalidArgument {
                tell(name, "\(error.reason ?? "INVALID_ARGUMENT"): \(error.message)")
            } catch let error as UsageError {
                tell(name, error.description)
            }
        }
    }

    /// Reads what is there and what comes, until the task is cancelled. Outlasts a service that cannot be reached.
    public mutating func watch(
        every interval: Duration, _ call: (ReportBounceRequest) async throws -> ReportBounceResponse
    ) async throws {
        var outage = Outage(interval: interval)
        let console = console
        while !Task.isCancelled {
            do {
                try await readOnce { request in
                    let answer = try await call(request)
                    if let words = outage.ended() { console.writeError(words) }
                    return answer
                }
            } catch let error as RPCError where Outage.mayPass(error) {
                if let words = outage.began(error) { console.writeError(words) }
            }
            do { try await sleep(outage.nextWait()) } catch { return }
        }
    }

    private mutating func tell(_ name: String, _ why: String) {
        told.insert(name)
        console.writeError("\(TerminalText.safe(name)) stays in new: \(TerminalText.safe(why))\n")
    }

    /// The oldest first, as far as names of a Maildir tell.
    private func names() throws -> [String] {
        guard let folder = opendir("\(path)/new") else {
            throw UsageError("The folder \(path)/new cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// As read, if no other program has marked it.
    private func move(_ name: String) throws {
        let marked = name.contains(":2,") ? name : "\(name):2,S"
        guard rename("\(path)/new/\(name)", "\(path)/cur/\(marked)") == 0 else {
            throw UsageError("\(path)/new/\(name) cannot be moved to cur: \(String(cString: strerror(errno))).")
        }
    }
}

extension ReportBounceRequest {
    /// What a report that was read says, as the service is told it.
    public init(_ report: ReadReport) {
        let action: ReportedAction =
            switch report.action {
            case .failed: .failed
            case .delayed: .delayed
            case .delivered: .delivered
            case .relayed: .relayed
            case .expanded: .expanded
            }
        self.init(returnPaths: report.addresses, action: action, status: report.status, diagnostic: report.diagnostic)
    }
}
