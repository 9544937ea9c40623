@_spi(Fuzzing) import Events

/// Lines against patterns.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzLinePatterns(bytes)
    return 0
}
