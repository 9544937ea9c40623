import CSAF

/// Every test of the standard over made-up documents, and the questions a program asks of them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    guard let tree = try? JSONTree(bytes) else { return 0 }
    let report = CSAFValidator().validate(tree)
    for finding in report.schemaProblems { precondition(tree.root.value(at: finding.path) != nil, finding.path) }
    let advisory = Advisory(tree)
    if let name = PlatformName("cpe:2.3:a:example:product_a:4.1:*:*:*:*:*:*:*") { _ = advisory.assessment(of: .platform(name)) }
    return 0
}
