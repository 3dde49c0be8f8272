public import InvitationAPI
public import ProtobufRuntime

/// What Send and Reinvite ask alike.
public protocol InvitingRequest: ProtobufMessage {
    /// A UUID that makes a repeated call one call. (R16)
    var requestID: String { get set }
    /// Whether only a review is wanted.
    var validateOnly: Bool { get set }
    /// The plan of the review that was confirmed.
    var planToken: String { get set }
}

/// What Send and Reinvite answer alike.
public protocol InvitingResponse: ProtobufMessage {
    /// Contact by contact; of a selection of all, those queued.
    var results: [InvitationResult] { get }
    /// How many contacts have each outcome.
    var counts: [OutcomeCount] { get }
    /// Of a review: what makes the deed do exactly this.
    var planToken: String { get }
}

extension SendInvitationsRequest: InvitingRequest {}
extension ReinviteRequest: InvitingRequest {}
extension SendInvitationsResponse: InvitingResponse {}
extension ReinviteResponse: InvitingResponse {}

/// Review, question, deed: nothing is sent that was not shown. (R14)
public struct Inviting: Sendable {
    /// How a command is to go about it.
    public struct Options: Sendable {
        /// Shows the review and stops.
        public var isDryRun: Bool
        /// Sends without asking.
        public var assumesYes: Bool
        /// Prints one JSON document instead of tables: the answer of the last call made.
        public var isJSON: Bool
        /// The id of an earlier call to repeat; nil: a new one.
        public var requestID: String?
        /// The plan of an earlier review, to send without another.
        public var planToken: String?

        /// A command without options.
        public init(
            isDryRun: Bool = false, assumesYes: Bool = false, isJSON: Bool = false, requestID: String? = nil, planToken: String? = nil
        ) {
            self.isDryRun = isDryRun
            self.assumesYes = assumesYes
            self.isJSON = isJSON
            self.requestID = requestID
            self.planToken = planToken
        }
    }

    let console: Console
    let options: Options

    /// - Throws: ``UsageError`` when a question would have to be asked and nobody can answer.
    public init(_ options: Options, console: Console) throws {
        guard options.isDryRun || options.assumesYes || options.planToken != nil || console.isInputTerminal else {
            throw UsageError("Standard input is not a terminal: say --yes to send without being asked, or --dry-run to review only.")
        }
        self.options = options
        self.console = console
    }

    /// Makes the calls. Answers the exit status.
    public func run<Request: InvitingRequest, Response: InvitingResponse>(
        _ request: Request, call: (Request) async throws -> Response
    ) async throws -> Int32 {
        var request = request
        if let planToken = options.planToken {
            request.planToken = planToken
            return try await send(request, call)
        }
        var review = request
        review.validateOnly = true
        let plan = try await call(review)
        let count = plan.queuedCount
        try show(plan, isLast: options.isDryRun || count == 0)
        if options.isDryRun { return ExitStatus.success }
        guard count > 0 else {
            console.writeError("There is nobody to invite.\n")
            return ExitStatus.success
        }
        guard options.assumesYes || console.confirms("Send \(count) invitation\(count == 1 ? "" : "s")?") else {
            console.writeError("Nothing was sent.\n")
            return ExitStatus.declined
        }
        request.planToken = plan.planToken
        return try await send(request, call)
    }

    private func send<Request: InvitingRequest, Response: InvitingResponse>(
        _ request: Request, _ call: (Request) async throws -> Response
    ) async throws -> Int32 {
        var request = request
        request.requestID = options.requestID ?? RequestID.random()
        let answer: Response
        do {
            answer = try await call(request)
        } catch {
            // Whether it was done is not always known; repeating it by its id is safe either way.
            console.writeError("To repeat exactly this call: --request-id \(request.requestID) --plan-token \(request.planToken)\n")
            throw error
        }
        if options.isJSON {
            console.write(try MessageJSON.text(answer))
        } else {
            console.write("Queued \(answer.queuedCount) invitations. Request id \(request.requestID)\n")
        }
        return ExitStatus.success
    }

    /// Tables go where no program reads them when it reads JSON.
    private func show(_ plan: some InvitingResponse, isLast: Bool) throws {
        if options.isJSON {
            if isLast {
                console.write(try MessageJSON.text(plan))
            } else if !options.assumesYes {
                console.writeError(plan.text(width: console.width))
            }
        } else {
            console.write(plan.text(width: console.width))
        }
    }
}

extension InvitingResponse {
    /// Contacts that are, or would be, sent an email.
    public var queuedCount: Int {
        counts.first { $0.outcome == .queued }.map { Int($0.contacts) } ?? results.count { $0.outcome == .queued }
    }
}
