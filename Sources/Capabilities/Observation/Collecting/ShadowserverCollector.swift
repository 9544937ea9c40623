internal import AsyncHTTPClient
internal import Crypto
internal import EventStore
internal import Events
internal import Foundation
internal import NIOHTTP1
internal import Vocabulary

/// Lists and fetches reports of the Shadowserver Foundation's API: each request's body is signed with HMAC-SHA256 in the header `HMAC2`.
struct ShadowserverCollector {
    static let usualPlace = "https://transform.shadowserver.org/api2/"
    private static let downloads = "https://dl.shadowserver.org/"
    /// Reports remembered as fetched; the store knows their bytes in any case.
    private static let remembered = 5_000

    let fetch: WebFetch
    let collector: Collector
    let secret: String?
    let now: Instant

    /// One report of a list.
    private struct Report: Decodable {
        let id: String
        let file: String?
        let report: String?
        let timestamp: String?
        let url: String?
    }

    /// What is asked for.
    private struct Question: Encodable {
        let apikey: String
        let date: String
        let reports: [String]?
    }

    /// - Throws: ``CollectorError``, and what the client throws
    func fetched() async throws -> Fetched {
        guard let secret else { throw CollectorError.noSecret }
        let place = collector.settings.place.isEmpty ? Self.usualPlace : collector.settings.place
        let known = Set((collector.mark["fetched"] ?? "").split(separator: " ").map(String.init))
        var fetched = Fetched()
        var names: [String] = []
        for report in try await list(place, secret) where !known.contains(report.id) {
            let answer = try await fetch.get(
                address(of: report, place), headers: HTTPHeaders([("user-agent", "keshik")]), secretHeaders: [])
            guard answer.status == 200, let path = answer.path else { throw CollectorError.status(answer.status, report.file ?? report.id) }
            let name = report.file ?? "\(report.timestamp ?? "")-\(report.report ?? report.id).csv"
            let file = try NamedFile.make(of: path, called: name, in: fetch.folder)
            fetched.temporary.append(file)
            fetched.sources.append(IngestSource(name: name, byteCount: Int64(answer.size)) { try ByteSource.members(of: file) })
            names.append(report.id)
        }
        let all = (collector.mark["fetched"] ?? "").split(separator: " ").map(String.init) + names
        fetched.mark = ["fetched": all.suffix(Self.remembered).joined(separator: " ")]
        return fetched
    }

    private func list(_ place: String, _ secret: String) async throws -> [Report] {
        let first = (now - .seconds(Int64(max(1, collector.settings.days)) * 86_400)).date.iso
        let wanted = collector.settings.reports.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = [UInt8](
            try encoder.encode(
                Question(apikey: collector.settings.name, date: "\(first):\(now.date.iso)", reports: wanted.isEmpty ? nil : wanted)))
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8)))
        let digest = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let answer = try await fetch.post(
            place + (place.hasSuffix("/") ? "" : "/") + "reports/list", json: body,
            headers: HTTPHeaders([("user-agent", "keshik"), ("hmac2", digest)]))
        guard answer.status == 200, let path = answer.path else { throw CollectorError.status(answer.status, place) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let content = FileManager.default.contents(atPath: path) else { throw CollectorError.unexpected("an empty list") }
        do {
            return try JSONDecoder().decode([Report].self, from: content)
        } catch {
            throw CollectorError.unexpected("no list of reports: \(String(decoding: content.prefix(200), as: UTF8.self))")
        }
    }

    /// An address in the list is only used where it leads to the place that was set up, or to Shadowserver.
    private func address(of report: Report, _ place: String) -> String {
        let own = URL(string: place)?.host
        if let url = report.url, let host = URL(string: url)?.host, host == own || host.hasSuffix(".shadowserver.org") { return url }
        if own?.hasSuffix(".shadowserver.org") == true { return Self.downloads + report.id }
        return place + (place.hasSuffix("/") ? "" : "/") + "reports/download/" + Form.encodedID(report.id)
    }
}

extension ShadowserverCollector {
    private enum Form {
        /// Ids are letters, digits and hyphens; anything else would lead elsewhere.
        static func encodedID(_ id: String) -> String {
            String(
                id.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-") }
                    .map(Character.init))
        }
    }
}
