/// How much an import may bring, and how much of it one slice does: what bounds the time that another write waits.
public struct ImportLimits: Sendable, Hashable {
    /// R32.
    public var pupilsMax: Int64 = 1_000_000
    /// Pupils handed to the writer in one slice, most of them unchanged.
    public var batchPupilsMax = 500
    /// Of these, how many may be new or changed; the rest waits for the next slice.
    public var sliceChangedMax = 100
    /// New or changed pupils whose words are gathered in memory before they are written in one sweep: many make the log small, few the memory.
    public var gatheredPupilsMax = 20_000
    /// Words that a slice writes.
    public var sliceWordsMax = 1_000
    /// Rows that a slice looks at when most of them need nothing.
    public var sliceScannedMax = 2_000
    /// Rows that a slice works on.
    public var sliceRowsMax = 100

    public init() {}
}
