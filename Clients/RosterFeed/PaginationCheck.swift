/// Holds a feed's pages to what they say of each other: a page that promises another must be followed by one, the last must not,
/// and their numbers must rise by one. Without the parts that say so, the pages there are, are all.
struct PaginationCheck {
    private(set) var pages = 0
    private var previous: (name: String, number: Int?, promisesMore: Bool?)?

    mutating func take(_ page: WondePage.Pagination?, of name: String) throws(FeedError) {
        if let previous {
            if previous.promisesMore == false {
                throw FeedError(file: name, problem: "\(previous.name) says that it is the last page, but this one follows it")
            }
            if let before = previous.number, let number = page?.current_page, number != before + 1 {
                throw FeedError(
                    file: name, field: "meta.pagination.current_page", problem: "this is page \(number), but page \(before + 1) is due")
            }
        } else if let number = page?.current_page, number != 1 {
            throw FeedError(file: name, field: "meta.pagination.current_page", problem: "this is page \(number), but page 1 is due")
        }
        let promisesMore = page.flatMap { $0.more ?? ($0.next != nil) }
        if promisesMore == true, page?.next == nil {
            throw FeedError(file: name, field: "meta.pagination.next", problem: "the page promises more, but does not say where")
        }
        previous = (name, page?.current_page, promisesMore)
        pages += 1
    }

    func end() throws(FeedError) {
        guard let previous else { throw FeedError(file: "students*.json", problem: "the feed has no page") }
        if previous.promisesMore == true {
            throw FeedError(
                file: previous.name, field: "meta.pagination.more", problem: "the page promises more, but is the last one there is")
        }
    }
}
