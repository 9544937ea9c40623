import CSAF

/// CVE records, OSV records and CVRF: what a draft is made of must be JSON again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    let now = Timestamp(seconds: 1_700_000_000)
    for source in DraftSource.detect(bytes).map({ [$0] }) ?? DraftSource.allCases {
        for version in CSAFVersion.allCases {
            guard
                let draft = try? source.convert(
                    bytes, version: version, publisher: ("coordinator", "Example", "https://cert.example"), now: now)
            else { continue }
            precondition((try? JSONTree(draft.json.bytes())) != nil)
        }
    }
    return 0
}
