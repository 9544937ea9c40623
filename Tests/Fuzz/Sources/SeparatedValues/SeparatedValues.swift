@_spi(Fuzzing) import Events

/// Separated values with a header.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzSeparatedValues(bytes)
    return 0
}
