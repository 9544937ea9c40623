import EventStore
import Vocabulary

/// Questions to events and findings; one that is read must be read again from its text as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let text = String(decoding: bytes, as: UTF8.self)
    for vocabulary in [QueryVocabulary.events, .findings] {
        guard let query = try? Query.parse(text, now: Instant(seconds: 1_772_323_200), over: vocabulary) else { continue }
        let again = try? Query.parse(query.description, now: Instant(seconds: 1_772_323_200), over: vocabulary)
        precondition(again == query, "a question is read again from its text")
    }
    return 0
}
