/// How much the templates of letters may be.
public struct TemplateLimits: Sendable, Hashable {
    /// Of one file.
    public var fileBytesMax = 65_536
    /// Of a subject's file, its line's end included. What is rendered is cut like any name.
    public var subjectBytesMax = 256
    /// Names, sections and comments of one file.
    public var tagsMax = 200
    /// Sections within sections.
    public var nestingMax = 4
    /// What a part may come to with the longest names that there can be.
    public var renderedBytesMax = 262_144
    /// Schools with templates of their own.
    public var schoolsMax = 10_000
    /// Of all files together: they stay in memory.
    public var folderBytesMax = 67_108_864

    /// The documented defaults.
    public init() {}
}
