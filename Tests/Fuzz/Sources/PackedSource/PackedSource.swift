@_spi(Fuzzing) import Events

/// Compressed files and archives.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzSource(bytes)
    return 0
}
