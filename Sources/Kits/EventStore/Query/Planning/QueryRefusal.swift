/// Why a query that was read cannot be answered, and what to ask instead.
public enum QueryRefusal: Error, Sendable, Hashable {
    /// Groups and distinct values need more than this many bytes.
    case tooManyGroups(limitBytes: Int)
    /// More than this many events would have to be sorted.
    case tooManyToSort(limit: Int)
    /// Segments were merged while their events were being given, so that the rest cannot be told from what was given.
    case changedMeanwhile
    /// Groups were asked of a query for events, or the other way round.
    case misuse(String)
}

extension QueryRefusal: CustomStringConvertible {
    /// A whole sentence for the person who asked.
    public var description: String {
        switch self {
        case .tooManyGroups(let bytes):
            "the groups of this query need more than \(bytes >> 20) MiB of memory; group by fewer fields, or ask for a shorter time"
        case .tooManyToSort(let limit):
            "more than \(limit) events would have to be sorted; add a limit, as in 'limit 100', or ask for fewer"
        case .changedMeanwhile: "the store merged segments while this query was running; run it again"
        case .misuse(let reason): reason
        }
    }
}
