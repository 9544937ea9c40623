@_spi(Fuzzing) import Events

/// JSON lines, whole and by paths.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzJSONLines(bytes)
    return 0
}
