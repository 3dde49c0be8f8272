/// How much an import may bring, and how much of it one slice does: what bounds the time that another write waits.
public struct ImportLimits: Sendable, Hashable {
    /// R32.
    public var pupilsMax: Int64 = 1_000_000
    /// Pupils handed to the writer in one slice, most of them unchanged.
    public var batchPupilsMax = 500
    /// Of these, how many may be new or changed; the rest waits for the next slice.
    public var sliceChangedMax = 100
    /// The same on a school's first import, where they cost less than half.
    public var sliceFirstMax = 250
    /// Contacts of these, and bytes of the rows that they leave for later, after which a slice ends as well: a pupil may have a hundred.
    public var sliceContactsMax = 1_000
    public var sliceGatheredBytesMax = 2 << 20
    /// Rows gathered in memory before they are written in one sweep, in bytes, by all imports together, about: many make the log small, few the
    /// memory. While they are, an eighth as many are gathered besides.
    public var gatheredBytesMax = 64 << 20
    /// Gathered rows that a slice writes, a pupil's row of the list counting for four and one more for each KiB.
    public var sliceGatheredMax = 5_000
    /// Rows that a slice looks at when most of them need nothing.
    public var sliceScannedMax = 2_000
    /// Rows that a slice works on.
    public var sliceRowsMax = 100

    public init() {}
}
