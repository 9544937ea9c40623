import CSAF

/// CVSS vectors: what is read must be written and read again as the same, and has scores from 0 to 10.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    guard let vector = try? CVSSVector(text) else { return 0 }
    precondition((try? CVSSVector(vector.description)) == vector)
    precondition(0...10 ~= vector.scores.overall && 0...10 ~= vector.scores.base)
    for metric in vector.version.metrics { _ = try? vector.setting(metric.abbreviation, to: nil) }
    return 0
}
