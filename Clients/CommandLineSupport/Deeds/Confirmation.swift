/// The question before a deed that cannot be taken back. (R14 asks alike before sending.)
public struct Confirmation: Sendable {
    private let assumesYes: Bool
    private let isJSON: Bool
    private let console: Console

    /// - Parameters:
    ///   - assumesYes: does it without asking, and without a look.
    ///   - isJSON: standard output is for the answer alone: what is to be looked at is not shown.
    /// - Throws: ``UsageError`` when a question would have to be asked and nobody can answer.
    public init(assumesYes: Bool, isJSON: Bool, console: Console) throws {
        guard assumesYes || console.isInputTerminal else {
            throw UsageError("Standard input is not a terminal: say --yes to do it without being asked.")
        }
        self.assumesYes = assumesYes
        self.isJSON = isJSON
        self.console = console
    }

    /// Shows whom it concerns, asks, and does it. Answers the exit status.
    ///
    /// - Parameters:
    ///   - question: names nobody: it goes to standard error.
    ///   - look: what to show before; personal values are for standard output.
    public func run(_ question: String, look: () async throws -> String, deed: () async throws -> Void) async throws -> Int32 {
        if !assumesYes {
            let shown = try await look()
            if !isJSON { console.write(shown) }
            guard console.confirms(question) else {
                console.writeError("Nothing was done.\n")
                return ExitStatus.declined
            }
        }
        try await deed()
        return ExitStatus.success
    }
}
