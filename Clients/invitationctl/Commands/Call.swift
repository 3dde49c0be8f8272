internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationClient
internal import RPC

struct Call: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Calls any method with JSON, and prints its answer as JSON.",
        discussion: """
            The server describes the method (grpc.reflection.v1), so that any server's can be called. A method that takes a stream wants \
            one JSON object on each line.
            """)

    @Argument(help: ArgumentHelp("The method, such as invitation.v1.InvitationService/ListContacts.", valueName: "service/method"))
    var method: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The request: JSON, @FILE, or - for standard input (default {}).", valueName: "json"))
    var data: String?

    @Flag(help: "The call may be made again when it failed and may have been executed.")
    var repeatable = false

    @OptionGroup var described: DescriptionOptions
    @OptionGroup var options: GlobalOptions

    /// Longer than any message, for the streams.
    private static let dataBytesMax = 1 << 30

    func run() async throws {
        try await options.run { client, console in
            let json = try json()
            let description = try described.description(client, options)
            let call = try GenericCall(try await description.method(method), json: json)
            try await call.run(
                client.caller, options: CallOptions(timeout: try options.timeoutGiven, isRepeatable: repeatable), answer: console.write)
            return ExitStatus.success
        }
    }

    private func json() throws -> [UInt8] {
        switch data {
        case nil: []
        case "-": try FileInput.bytes(of: "-", bytesMax: Self.dataBytesMax)
        case let file? where file.hasPrefix("@"): try FileInput.bytes(of: String(file.dropFirst()), bytesMax: Self.dataBytesMax)
        case let text?: Array(text.utf8)
        }
    }
}

struct Services: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the methods of the server, as it describes them itself.")

    @OptionGroup var described: DescriptionOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let description = try described.description(client, options)
            console.write(try await description.catalog().table.text(width: console.width))
            return ExitStatus.success
        }
    }
}

struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows a service, method, message or enum of the server as a .proto would have it.")

    @Argument(help: ArgumentHelp("Its full name, such as invitation.v1.InvitationService/ListContacts.", valueName: "name"))
    var name: String

    @OptionGroup var described: DescriptionOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            let description = try described.description(client, options)
            console.write(try await description.text(of: name))
            return ExitStatus.success
        }
    }
}

/// Where a server's services are described.
struct DescriptionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "For a server without reflection: what protoc --include_imports --descriptor_set_out wrote.", valueName: "file"))
    var descriptors: String?

    /// The server itself, unless a file was named.
    func description(_ client: InvitationClient, _ options: GlobalOptions) throws -> ServerDescription {
        guard let descriptors else { return ServerDescription(client.caller, options: CallOptions(timeout: try options.timeoutGiven)) }
        return try ServerDescription(descriptorSet: FileInput.bytes(of: descriptors, bytesMax: 16 << 20))
    }
}
