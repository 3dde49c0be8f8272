/// A template that cannot be used, found when it is loaded.
public struct LetterTemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Below the templates' folder: `A1/html.mustache`; of the built-in ones `built-in/html.mustache`.
    public var file: String
    /// From 1; nil: the file as a whole.
    public var line: Int?
    /// What is wrong, and what to do.
    public var problem: String
    /// The machine was short of something: the file may be well.
    var isPassing = false

    init(_ file: String, line: Int? = nil, _ problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    /// `A1/html.mustache, line 12`
    public var place: String { file + (line.map { ", line \($0)" } ?? "") }

    public var description: String { "\(place): \(problem)" }
}
