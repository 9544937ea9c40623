import Events

/// Feed definition files.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    _ = FeedFile.check(Array(bytes), path: "fuzz.yaml")
    return 0
}
