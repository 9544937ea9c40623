import CSAF

/// Ranges of versions, the first line against the second: the same again when written, and overlapping alike in both directions.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    _ = SemanticVersion(lines[0])
    guard let range = try? VersionRange(lines[0]) else { return 0 }
    precondition((try? VersionRange(range.description)) == range)
    guard lines.count > 1 else { return 0 }
    _ = range.contains(lines[1])
    guard let other = try? VersionRange(lines[1]) else { return 0 }
    if range.scheme == other.scheme { precondition(range.overlaps(other) == other.overlaps(range)) }
    return 0
}
