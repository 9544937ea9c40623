@_spi(Fuzzing) import Events

/// Pairs in lines.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzKeyValue(bytes)
    return 0
}
