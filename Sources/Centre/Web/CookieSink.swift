internal import Synchronization

/// The cookies that an answer will set, gathered while the action runs.
final class CookieSink: Sendable {
    private let cookies = Mutex<[String]>([])

    func set(_ cookie: String) { cookies.withLock { $0.append(cookie) } }

    var all: [String] { cookies.withLock { $0 } }
}

/// The cookies of a request.
struct RequestCookies {
    private var values: [String: String] = [:]

    init(_ headers: [String]) {
        for header in headers {
            for piece in header.split(separator: ";").prefix(100) {
                let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                // The first of a name counts: a neighbour host's cookie of the same name comes later.
                let name = parts[0].trimmed
                if values[name] == nil { values[name] = parts[1].trimmed }
            }
        }
    }

    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
