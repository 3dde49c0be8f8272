internal import ArgumentParser
internal import CommandLineSupport
internal import InvitationAPI
internal import InvitationClient

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists pupils with their contacts, and who can be invited.",
        discussion: "A filter chooses pupils with at least one matching contact, and shows all of their contacts.")

    @OptionGroup(title: "Filters") var filter: FilterOptions

    @Option(help: ArgumentHelp("Pupils a page, 1 to 500 (default 50).", valueName: "count"))
    var pageSize: Int32 = 0

    @Option(help: ArgumentHelp("The next page of an earlier list with the same filters.", valueName: "token"))
    var pageToken: String?

    @Flag(help: "All pages.")
    var all = false

    @Flag(help: "How many contacts are in each status.")
    var counts = false

    @OptionGroup var school: SchoolOption
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await options.run { client, console in
            var request = ListContactsRequest(
                schoolID: try school.id, filter: filter.words.isEmpty ? nil : try filter.words.filter(), pageSize: pageSize,
                pageToken: pageToken ?? "", includeCounts: counts)
            var list = try await client.invitations.listContacts(request)
            while all, !list.nextPageToken.isEmpty {
                request.pageToken = list.nextPageToken
                request.includeCounts = false
                let page = try await client.invitations.listContacts(request)
                list.pupils += page.pupils
                list.nextPageToken = page.nextPageToken
            }
            console.write(options.isJSON ? try MessageJSON.text(list) : list.text(width: console.width))
            return ExitStatus.success
        }
    }
}
