import CSAF

/// Platform names, the first line against the second.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard let name = PlatformName(lines[0]) else { return 0 }
    precondition(name.attributes.count == PlatformName.attributeCount)
    for part in PlatformName.Part.allCases { _ = name[part] }
    if lines.count > 1, let pattern = PlatformName(lines[1]) { _ = name.matches(pattern) }
    return 0
}
