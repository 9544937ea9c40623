/// Lines matched against patterns with named holes, such as `{ip} - {reason}`: block lists, hosts files, plain logs.
///
/// The first pattern that fits gives the cells. Blanks in a pattern match any run of blanks, `{_}` passes over a text. A line that fits
/// none is rejected.
public struct LinePatternFormat: RecordFormat {
    private let patterns: [LinePattern]
    private let comment: [UInt8]
    private let reason: String

    /// Reads lines by these patterns.
    public init(_ layout: FormatSpecification.LinePatterns) {
        patterns = layout.patterns.map { LinePattern($0) }
        comment = Array((layout.comment ?? "").utf8)
        reason = "the line does not fit " + layout.patterns.map { "“\($0)”" }.joined(separator: " or ")
    }

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue { Prologue() }

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        SourceLines.cut(bytes, isLast: isLast)
    }

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        let places = patterns.map { $0.holes.map { name in name.map { batch.place(of: $0) } } }
        lines: for line in SourceLines(bytes) {
            let text = bytes.withoutBlanks(line)
            if text.isEmpty || !comment.isEmpty && bytes.has(comment, at: text.lowerBound, before: text.upperBound) { continue }
            for (pattern, places) in zip(patterns, places) {
                guard let holes = pattern.match(bytes, text) else { continue }
                batch.beginRow(offset: line.lowerBound)
                for (place, hole) in zip(places, holes) {
                    if let place { batch.set(place, bytes.slice(hole)) }
                }
                batch.endRow(length: line.count)
                continue lines
            }
            batch.rejections.append(.init(offset: line.lowerBound, length: line.count, reason: reason))
        }
    }
}
