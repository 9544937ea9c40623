import CSAF

/// Package URLs: each is itself again from its core, and matches itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    guard let url = try? PackageURL(text) else { return 0 }
    precondition(!url.name.isEmpty && !url.type.isEmpty && url.core.hasPrefix("pkg:"))
    precondition(url.matches(url))
    return 0
}
