import Glibc
import InvitationAPI
import Logging
import NIOCore
import NIOPosix
import RPC
import RPCTransport

/// The RPC path alone: a server over TLS whose ListContacts decodes its request and encodes a small answer, with nothing between.
///
/// usage: bare-server PKI_FOLDER        Prints "ready PORT".
@main
enum BareServer {
    struct Service: InvitationService {
        func listContacts(
            _ request: ListContactsRequest, context: ServerContext, response: inout ByteBuffer
        ) throws -> OnLoopAnswer {
            try ListContactsResponse(obstacle: request.schoolID).write(into: &response)
            return .answered
        }
    }

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { exit(2) }
        let pki = CommandLine.arguments[1]
        let certificate = TLSCertificate(chainFile: "\(pki)/server.pem", privateKeyFile: "\(pki)/server.key")
        let server = RPCServer(
            RPCServer.Configuration(
                host: "127.0.0.1", port: 0,
                tls: try TLSServerContext(
                    TLSServerConfiguration(certificate: certificate, clientAuthoritiesFile: "\(pki)/ca.pem"))),
            services: [Service()], group: MultiThreadedEventLoopGroup(numberOfThreads: 1),
            logger: Logger(label: "bare-server") { _ in SwiftLogNoOpLogHandler() })
        let address = try await server.start()
        print("ready \(address.port ?? 0)")
        fflush(nil)
        try await server.run()
    }
}
