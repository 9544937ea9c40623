import Vocabulary

/// Everything of the vocabulary that is read from bytes; what is read must be written and read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    if let address = IPAddress(ascii: bytes) { precondition(IPAddress(address.description) == address) }
    if let prefix = IPPrefix(ascii: bytes) { precondition(IPPrefix(prefix.description) == prefix) }
    if let instant = Instant(ascii: bytes) { precondition(Instant(instant.iso8601) == instant) }
    if let name = DomainName(ascii: bytes) { precondition(DomainName(name.ascii) == name) }
    if let number = ASN(ascii: bytes) { precondition(ASN(number.description) == number) }
    _ = URLText(ascii: bytes)
    _ = EmailAddress(ascii: bytes)
    _ = TLP(ascii: bytes)
    _ = MalwareHash(ascii: bytes)
    _ = CVEID(ascii: bytes)
    return 0
}
