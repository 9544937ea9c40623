import CSAF

/// License expressions.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    guard let expression = try? LicenseExpression(text) else { return 0 }
    precondition(!expression.identifiers.isEmpty)
    for identifier in expression.identifiers { _ = identifier.standing }
    return 0
}
