/// Holds a feed's pages to what they say of each other: a page that promises another must be followed by one, the last must say that
/// it is, and their numbers must rise by one. Once one page says so, all must: else a feed that was cut off would pass for whole. Only
/// where no page says anything, the pages there are, are all.
struct PaginationCheck {
    private(set) var pages = 0
    private var previous: (name: String, page: WondePage.Pagination?)?

    mutating func take(_ page: WondePage.Pagination?, of name: String) throws(FeedError) {
        if let previous {
            if (previous.page == nil) != (page == nil) {
                throw FeedError(
                    file: page == nil ? name : previous.name, field: "meta.pagination", problem: "must be there, since other pages have it")
            }
            if previous.page?.promisesMore == false {
                throw FeedError(file: name, problem: "\(previous.name) says that it is the last page, but this one follows it")
            }
            if let before = previous.page?.current_page, let number = page?.current_page, number != before + 1 {
                throw FeedError(
                    file: name, field: "meta.pagination.current_page", problem: "this is page \(number), but page \(before + 1) is due")
            }
        } else if let number = page?.current_page, number != 1 {
            throw FeedError(file: name, field: "meta.pagination.current_page", problem: "this is page \(number), but page 1 is due")
        }
        if let page {
            guard let promisesMore = page.promisesMore else {
                throw FeedError(file: name, field: "meta.pagination.more", problem: "the page does not say whether it is the last")
            }
            if promisesMore, page.next == nil {
                throw FeedError(file: name, field: "meta.pagination.next", problem: "the page promises more, but does not say where")
            }
        }
        previous = (name, page)
        pages += 1
    }

    func end() throws(FeedError) {
        guard let previous else { throw FeedError(file: "students*.json", problem: "the feed has no page") }
        if previous.page?.promisesMore == true {
            throw FeedError(
                file: previous.name, field: "meta.pagination.more", problem: "the page promises more, but is the last one there is")
        }
    }
}

extension WondePage.Pagination {
    /// nil: says nothing of it.
    fileprivate var promisesMore: Bool? { more ?? (next == nil ? nil : true) }
}
