/// A problem as programs read it (RFC 9457).
struct ProblemDetails {
    let title: String
    let status: Int
    let detail: String
    let instance: String

    var json: [UInt8] {
        let fields = [("title", title), ("detail", detail), ("instance", instance)].map { "\"\($0)\":\(JSON.quoted($1))" }
        return Array("{\"type\":\"about:blank\",\"status\":\(status),\(fields.joined(separator: ","))}\n".utf8)
    }
}
