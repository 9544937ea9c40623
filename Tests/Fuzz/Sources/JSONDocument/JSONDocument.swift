@_spi(Fuzzing) import Events

/// JSON documents, whole and by paths.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzJSON(bytes)
    return 0
}
