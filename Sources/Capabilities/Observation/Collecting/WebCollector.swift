internal import AsyncHTTPClient
internal import EventStore
internal import Events
internal import Foundation
internal import NIOHTTP1

/// Fetches one address, unless it says that nothing changed (RFC 9110 sections 13.1.2 and 13.1.3).
struct WebCollector {
    let fetch: WebFetch
    let collector: Collector
    /// The password, token or header's value; nil where none is needed.
    let secret: String?

    /// - Throws: ``CollectorError``, and what the client throws
    func fetched() async throws -> Fetched {
        var headers = HTTPHeaders([("user-agent", "keshik"), ("accept", "*/*")])
        var secretHeaders: Set<String> = []
        if let (name, value) = try credential() {
            headers.replaceOrAdd(name: name, value: value)
            secretHeaders.insert(name)
        }
        if let tag = collector.mark["etag"] { headers.add(name: "if-none-match", value: tag) }
        if let date = collector.mark["modified"] { headers.add(name: "if-modified-since", value: date) }
        let address = collector.settings.place
        let answer = try await fetch.get(address, headers: headers, secretHeaders: secretHeaders)
        if answer.status == 304 { return Fetched(mark: collector.mark) }
        guard answer.status == 200, let path = answer.path else { throw CollectorError.status(answer.status, address) }
        var mark: [String: String] = [:]
        mark["etag"] = answer.headers.first(name: "etag")
        mark["modified"] = answer.headers.first(name: "last-modified")
        let name = Self.name(answer.headers, address)
        let file = try NamedFile.make(of: path, called: name, in: fetch.folder)
        return Fetched(
            sources: [IngestSource(name: name, byteCount: Int64(answer.size)) { try ByteSource.members(of: file) }], mark: mark,
            temporary: [file])
    }

    private func credential() throws -> (String, String)? {
        guard collector.settings.credential != .none else { return nil }
        guard let secret else { throw CollectorError.noSecret }
        switch collector.settings.credential {
        case .none: return nil
        case .basic: return ("authorization", "Basic " + Data("\(collector.settings.name):\(secret)".utf8).base64EncodedString())
        case .bearer: return ("authorization", "Bearer " + secret)
        case .header: return (collector.settings.name.lowercased(), secret)
        }
    }

    /// The name by which the feed is recognised: what the server calls it, else the end of the address.
    private static func name(_ headers: HTTPHeaders, _ address: String) -> String {
        if let given = headers.first(name: "content-disposition")?.split(separator: "filename=").dropFirst().first {
            let name = given.prefix { $0 != ";" }.filter { $0 != "\"" && $0 != "/" && $0 != "\\" }
            if !name.isEmpty { return String(name) }
        }
        return URL(string: address).map { $0.lastPathComponent.isEmpty ? $0.host ?? "download" : $0.lastPathComponent } ?? "download"
    }
}

extension String {
    fileprivate func split(separator: String) -> [Substring] {
        guard let range = firstRange(of: separator) else { return [self[...]] }
        return [self[..<range.lowerBound], self[range.upperBound...]]
    }
}
