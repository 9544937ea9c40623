public import Vocabulary

/// Reads whole documents of a feed that are already in memory: tests, small files, mails. Large files go through the pipeline.
public struct FeedReader: Sendable {
    /// What came of a document.
    public struct Reading: Sendable {
        /// The events.
        public let batch: EventBatch
        /// Rows that gave no event, in the order of the document, offsets counted from its first record.
        public let rejections: [RawBatch.Rejection]
    }

    /// Reads a document.
    /// - Parameters:
    ///   - sourceName: its path or URL, for columns that are given by it.
    ///   - observed: what `time.observation` is to be; nil leaves it out.
    public static func read(
        _ bytes: UnsafeRawBufferPointer, definition: FeedDefinition, sourceName: String? = nil, observed: Instant? = nil
    ) -> Reading {
        let format = definition.format.makeFormat()
        let prologue = format.prologue(bytes)
        let raw = RawBatch()
        let records = UnsafeRawBufferPointer(rebasing: bytes[min(prologue.length, bytes.count)...])
        format.read(records, prologue: prologue, into: raw)
        let batch = Normaliser(definition).events(
            from: raw, given: definition.givenValues(head: bytes, sourceName: sourceName), observed: observed)
        return Reading(batch: batch, rejections: raw.rejections.sorted { $0.offset < $1.offset })
    }

    /// Reads a document given as bytes.
    public static func read(_ bytes: [UInt8], definition: FeedDefinition, sourceName: String? = nil, observed: Instant? = nil) -> Reading {
        bytes.withUnsafeBytes { read($0, definition: definition, sourceName: sourceName, observed: observed) }
    }
}
