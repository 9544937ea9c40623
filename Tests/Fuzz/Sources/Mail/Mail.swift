@_spi(Fuzzing) import Events

/// Messages and what is attached to them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    fuzzMail(bytes)
    return 0
}
