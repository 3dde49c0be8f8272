internal import Invitations
public import Logging
internal import Synchronization

/// The templates that letters are written with: each school's own, or those of all schools.
///
/// They may be read again at any time. A letter is written with what stood here when it was begun, and one that is fixed stays as it is (R20).
public final class TemplateShelf: Sendable {
    private let builtIn: LetterTemplates
    private let folder: TemplateFolder?
    private let log: Logger?
    private let state: Mutex<State>

    private struct State {
        var set: TemplateSet
        var version = 0
    }

    /// The built-in ones alone.
    public init() throws(LetterTemplateError) {
        builtIn = try .builtIn()
        folder = nil
        log = nil
        state = Mutex(State(set: TemplateSet(common: builtIn)))
    }

    /// Reads a folder's templates: blocks. Throws `LetterTemplateError` if those of all schools cannot be used; a school's own that cannot are
    /// logged, and hold that school's mail only.
    public init(folder path: String, limits: TemplateLimits = TemplateLimits(), log: Logger? = nil) throws(LetterTemplateError) {
        builtIn = try .builtIn()
        let folder = TemplateFolder(path: path, limits: limits)
        let set = try folder.read(over: builtIn)
        self.folder = folder
        self.log = log
        state = Mutex(State(set: set))
        tell(of: set, after: nil)
    }

    /// Reads the folder again: blocks. Throws `LetterTemplateError` as at first, and then everything is as it was.
    public func reload() throws(LetterTemplateError) {
        guard let folder else { return }
        let set = try folder.read(over: builtIn)
        let former = state.withLock { state in
            defer { (state.set, state.version) = (set, state.version + 1) }
            return state.set
        }
        tell(of: set, after: former)
    }

    /// What `reload` reads; changes with the folder. Blocks.
    public func watchedPaths() -> [String] { folder?.watchedPaths() ?? [] }

    /// What is wrong with schools' own, in the order of their ids, and with folders that are no school's.
    public var problems: [LetterTemplateError] {
        let set = state.withLock { $0.set }
        let ofSchools = set.schools.sorted { $0.key < $1.key }.compactMap { entry -> LetterTemplateError? in
            guard case .failure(let error) = entry.value else { return nil }
            return error
        }
        return ofSchools + set.strays
    }

    /// Rises when there may be other templates than before.
    var version: Int { state.withLock { $0.version } }

    /// Throws `LetterError.template` if the school's own cannot be used.
    func templates(of school: SchoolID) throws(LetterError) -> LetterTemplates {
        switch state.withLock({ $0.set.schools[school] ?? .success($0.set.common) }) {
        case .success(let templates): return templates
        case .failure(let error): throw .template(error)
        }
    }

    /// What is wrong, once: not again at every reading.
    private func tell(of set: TemplateSet, after former: TemplateSet?) {
        func error(_ school: SchoolID, in set: TemplateSet?) -> LetterTemplateError? {
            guard case .failure(let error) = set?.schools[school] else { return nil }
            return error
        }
        for school in set.schools.keys.sorted() {
            guard let problem = error(school, in: set), problem != error(school, in: former) else { continue }
            log?.error(
                "a school's mail is held: its templates cannot be used", metadata: ["school": "\(school.text)", "cause": "\(problem)"])
        }
        for stray in set.strays where former?.strays.contains(stray) != true {
            log?.error("templates of no school", metadata: ["cause": "\(stray)"])
        }
    }
}
