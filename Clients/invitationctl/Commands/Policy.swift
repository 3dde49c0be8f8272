internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct Policy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the school's office decided, or decides otherwise.",
        discussion: "What is not named stays. If somebody else changes the policy meanwhile, nothing is changed (POLICY_CHANGED).")

    @Option(help: ArgumentHelp("How long a link works, 1 to 60.", valueName: "days"))
    var validityDays: Int32?

    @Option(help: ArgumentHelp("How long inviting a contact again has to wait, 1 to 10080.", valueName: "minutes"))
    var cooldownMinutes: Int32?

    @Option(help: ArgumentHelp("Invitations within 24 hours, 1 to 1000000.", valueName: "count"))
    var dailyCap: Int32?

    @Option(help: ArgumentHelp("An import that removes more contacts is withheld, 1 to 100.", valueName: "percent"))
    var removalGuardPercent: Int32?

    @Option(help: ArgumentHelp("An import that lifts more court orders is withheld, 1 to 100.", valueName: "percent"))
    var liftGuardPercent: Int32?

    @Option(help: ArgumentHelp("How long accounts and addresses of leavers are kept, 1 to 3650.", valueName: "days"))
    var leaverRetentionDays: Int32?

    @Option(help: ArgumentHelp("How long the history is kept, 30 to 3650.", valueName: "days"))
    var eventRetentionDays: Int32?

    @Flag(inversion: .prefixedNo, help: "Invite only contacts with parental responsibility.")
    var requireParentalResponsibility: Bool?

    @Flag(inversion: .prefixedNo, help: "Invite although the feed says nothing about court orders: the school has seen to them.")
    var acknowledgeMissingCourtOrders: Bool?

    @Option(help: ArgumentHelp("Only if the policy is still the one with this etag.", valueName: "etag"))
    var etag: String?

    @Option(help: ArgumentHelp("Repeat an earlier call: its id, with its --etag.", valueName: "uuid"))
    var requestID: String?

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    private var change: PolicyChange {
        var change = PolicyChange()
        change.validityDays = validityDays
        change.requiresParentalResponsibility = requireParentalResponsibility
        change.acknowledgesMissingCourtOrderData = acknowledgeMissingCourtOrders
        change.reinviteCooldownMinutes = cooldownMinutes
        change.dailyCap = dailyCap
        change.removalGuardPercent = removalGuardPercent
        change.liftGuardPercent = liftGuardPercent
        change.leaverRetentionDays = leaverRetentionDays
        change.eventRetentionDays = eventRetentionDays
        return change
    }

    func run() async throws {
        try await options.run { client, console in
            let setting = try PolicySetting(change, etag: etag, requestID: requestID, isJSON: options.isJSON, console: console)
            return try await setting.run(school: try school.id) {
                try await client.schools.getPolicy($0)
            } set: {
                try await client.schools.setPolicy($0)
            }
        }
    }
}
