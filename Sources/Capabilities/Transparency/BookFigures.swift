internal import Centre

/// The figures of the log, put together for pages and statements.
struct BookFigures: Sendable {
    /// What the law enforcement of the country asked, and what became of it.
    static let requests = ["request-received", "request-answered", "request-refused"]
    /// What is counted beside acts and requests.
    static let insight = "open-sealed"

    let figures: [BookFigure]

    /// The months that have entries, the latest first.
    var months: [String] { Set(figures.map(\.month)).sorted(by: >) }

    /// The classes that entries concern, the most frequent first.
    var classes: [(name: String, count: Int)] {
        Dictionary(grouping: figures, by: \.subjectClass).map { ($0.key, $0.value.reduce(0) { $0 + $1.count }) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// All deeds: acts in their order, then requests, then the others.
    var deeds: [String] {
        let first = Act.allCases.map(\.rawValue) + Self.requests
        return first + Set(figures.map(\.deed)).subtracting(first).sorted()
    }

    /// How many entries there are of a deed.
    func count(_ deed: String, in month: String? = nil) -> Int {
        figures.lazy.filter { $0.deed == deed && (month == nil || $0.month == month) }.reduce(0) { $0 + $1.count }
    }

    /// How many entries there are.
    var total: Int { figures.reduce(0) { $0 + $1.count } }
}
