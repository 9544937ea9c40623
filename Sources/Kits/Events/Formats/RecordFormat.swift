/// How the bytes of a source become records.
///
/// A source is read in pieces. Before the first, ``prologue(_:)`` looks at the start (a header line, a comment block). Then, for each buffer, ``cut(_:isLast:)``
/// says where the last whole record ends, and ``read(_:prologue:into:)`` reads a piece that ends there, on any thread, in any order.
/// A piece is read to its end whatever is in it: what cannot be read becomes a rejection, never an error.
public protocol RecordFormat: Sendable {
    /// What the start of the source says, and how many bytes of it are not records. `bytes` holds at least the first 64 KiB or the whole source.
    func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue

    /// The offset behind the last whole record, nil where none is whole. With `isLast` everything to the end belongs to the last piece.
    /// - Parameter prologue: the source's own.
    func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int?

    /// Reads all records of a piece.
    func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch)
}

/// What the start of a source says about the rest.
public struct Prologue: Sendable, Hashable {
    /// Column names, where the format has a header.
    public var columns: [String]
    /// Bytes at the start that are not records.
    public var length: Int
    /// The bytes a piece depends on besides its own, hashed into its identity (the header line).
    public var identity: [UInt8]

    /// A prologue; what is left out is not there.
    public init(columns: [String] = [], length: Int = 0, identity: [UInt8] = []) {
        self.columns = columns
        self.length = length
        self.identity = identity
    }
}
