/// One XML document; each element at a path is a record.
///
/// Cells are the texts of an element's children and its attributes, names of nested ones joined by dots: `url`, `@id`, `whois.@country`;
/// the element's own text is `value`. A child that comes several times becomes a JSON array. Entities of the document's own are refused,
/// nothing is fetched, and nesting is limited.
public struct XMLFormat: RecordFormat {
    /// The longest document, in bytes, unless told otherwise.
    public static let usualDocumentLimit = 256 << 20

    private let path: [String]
    private let documentLimit: Int

    /// - Parameters:
    ///   - path: names of the elements from the outermost to the records, without namespace prefixes, joined by `/` or dots: `list/item`.
    ///   - documentLimit: the longest document, in bytes; a longer one is rejected.
    public init(path: String, documentLimit: Int = XMLFormat.usualDocumentLimit) {
        self.path = path.split(separator: path.contains("/") ? "/" : ".").map(String.init)
        self.documentLimit = documentLimit
    }

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue { Prologue() }

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        isLast || bytes.count > documentLimit ? bytes.count : nil
    }

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        guard bytes.contains(where: { !$0.isBlank }) else { return }
        guard bytes.count <= documentLimit else {
            let reason = "the document is longer than \(documentLimit) bytes; split it"
            batch.rejections.append(.init(offset: 0, length: bytes.count, reason: reason))
            return
        }
        XMLRecordReader(bytes, path: path, batch: batch).read()
    }
}
