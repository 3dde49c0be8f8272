import Glibc
import InvitationAPI
import InvitationClient
import NIOPosix
import RPC

/// What a call costs the Swift client: one-pupil searches, many in flight on one connection, each answer looked into.
///
/// usage: client-load PORT PKI_FOLDER SCHOOL FULL_NAME CALLS IN_FLIGHT
/// Prints one line: calls seconds cpu_seconds (of this whole process, from the first call on).
@main
enum ClientLoad {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 7, let port = Int(words[1]), let calls = Int(words[5]), let inFlight = Int(words[6]) else {
            fail("usage: client-load PORT PKI_FOLDER SCHOOL FULL_NAME CALLS IN_FLIGHT")
        }
        let pki = words[2]
        var configuration = ClientConfiguration(
            host: "localhost", port: port, trustRootsFile: "\(pki)/ca.pem", certificateFile: "\(pki)/portal.pem",
            privateKeyFile: "\(pki)/portal.key")
        configuration.pool = PoolLimits(connectionsMax: 1, callsPerConnectionMax: inFlight)
        configuration.eventLoopGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let request = ListContactsRequest(schoolID: words[3], filter: ContactFilter(pupilSearch: words[4]))

        try await withInvitationClient(configuration) { @Sendable client in
            try await load(client, request, calls: 1000, inFlight: inFlight)
            let began = ContinuousClock.now
            let spentBefore = cpuSeconds()
            try await load(client, request, calls: calls, inFlight: inFlight)
            let spent = cpuSeconds() - spentBefore
            let took = ContinuousClock.now - began
            print(calls, Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18, spent)
        }
    }

    /// Callers that each make one call after another.
    private static func load(_ client: InvitationClient, _ request: ListContactsRequest, calls: Int, inFlight: Int) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for caller in 0..<inFlight {
                group.addTask {
                    for _ in 0..<(calls / inFlight + (caller < calls % inFlight ? 1 : 0)) {
                        let answer = try await client.invitations.listContacts(request)
                        guard answer.pupils.count == 1, let pupil = answer.pupils[0].pupil,
                            "\(pupil.forename) \(pupil.surname)" == request.filter?.pupilSearch
                        else { fail("not the pupil who was looked for") }
                    }
                }
            }
        }
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func fail(_ why: String) -> Never {
        var line = "client-load: \(why)\n"
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
}
