internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Copies the public site of a centre into a folder that any web server can serve, in a crisis also one elsewhere: pages in each language
/// under `/az/`, `/en/` …, feeds, the CSAF tree, style and pictures. What only the centre can do, such as subscribing, leads to the centre.
public struct SiteMirror: Sendable {
    let site: String
    let folder: String
    let languages: [String]
    let authority: String?

    /// - Parameters:
    ///   - site: the address of the public face, `https://www.cert.example`
    ///   - folder: where to; made where it is missing
    ///   - languages: codes, the first first: its front page is also that of the folder
    ///   - authority: a file with certificates (PEM) that the site's may be signed by, besides those of the system
    public init(site: String, folder: String, languages: [String], authority: String? = nil) {
        self.site = site.hasSuffix("/") ? String(site.dropLast()) : site
        self.folder = folder
        self.languages = languages
        self.authority = authority
    }

    /// What keeps a site from being copied.
    public enum Mistake: Error, Sendable, CustomStringConvertible {
        /// An address answered otherwise than it should.
        case answered(String, Int)
        /// It could not be asked.
        case notReached(String, reason: String)
        /// It has an address that would lead out of the folder.
        case strange(String)

        /// What happened, where, and what to do.
        public var description: String {
            switch self {
            case .answered(let address, let status):
                "\(address) answered \(status); is the centre running, and is this the address of its public face?"
            case .notReached(let address, let reason):
                "\(address) cannot be asked: \(reason); is the centre running, and is its certificate signed by an authority that is known here "
                    + "(or named with --authority)?"
            case .strange(let address): "\(address) would be written outside the folder; nothing was copied"
            }
        }
    }

    /// Copies everything.
    /// - Returns: how many files were written
    @discardableResult
    public func run() async throws -> Int {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
        if let authority {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(authority))]
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let count = try await copy(client)
            try await client.shutdown()
            return count
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func copy(_ client: HTTPClient) async throws -> Int {
        let list = String(decoding: try await get("/sitemap.txt", languages[0], client).bytes, as: UTF8.self)
        // The map gives addresses as the world writes them; what is asked is asked of the address we were given.
        let paths = list.split(whereSeparator: \.isNewline).compactMap { line -> String? in
            guard let start = line.range(of: "://"), let slash = line[start.upperBound...].firstIndex(of: "/") else { return nil }
            return String(line[slash...])
        }
        let pages = Set(paths.filter(Self.isPage))
        var assets: Set<String> = []
        var count = 0
        for path in paths {
            guard Self.isPage(path) else {
                try write(try await get(path, languages[0], client).bytes, to: path)
                count += 1
                continue
            }
            for code in languages {
                let html = String(decoding: try await get(path, code, client).bytes, as: UTF8.self)
                assets.formUnion(Self.assets(in: html))
                let page = Array(rewritten(html, code, pages).utf8)
                try write(page, to: "/\(code)\(path == "/" ? "" : path)/index.html")
                if path == "/", code == languages.first { try write(page, to: "/index.html") }
                count += 1
            }
        }
        for asset in assets.sorted() {
            try write(try await get(asset, languages[0], client).bytes, to: String(asset.prefix { $0 != "?" && $0 != "#" }))
            count += 1
        }
        return count
    }

    private func get(_ path: String, _ language: String, _ client: HTTPClient) async throws -> (bytes: [UInt8], type: String) {
        var request = HTTPClientRequest(url: site + path.replacing("+", with: "%2B"))
        request.headers.add(name: "Accept-Language", value: language)
        request.headers.add(name: "User-Agent", value: "Keshik mirror")
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .seconds(60))
        } catch {
            throw Mistake.notReached(site, reason: "\(error)")
        }
        guard response.status == .ok else { throw Mistake.answered(site + path, Int(response.status.code)) }
        let body = try await response.body.collect(upTo: 64 << 20)
        return (Array(body.readableBytesView), response.headers.first(name: "content-type") ?? "")
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        guard path.hasPrefix("/"), !path.contains(".."), !path.contains("\0") else { throw Mistake.strange(path) }
        let file = URL(fileURLWithPath: folder + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file, options: .atomic)
    }

    /// Pages have no suffix; identifiers of advisories have no dots.
    static func isPage(_ path: String) -> Bool { !(path.split(separator: "/").last ?? "").contains(".") }

    static func assets(in html: String) -> Set<String> {
        var found: Set<String> = []
        for part in html.split(separator: "\"") where part.hasPrefix("/assets/") {
            found.insert(String(part.prefix { $0 != "#" }).replacing("&amp;", with: "&"))
        }
        return found
    }

    /// Links among copied pages stay in the copy and its language; switching the language leads to the other copy; all else to the centre.
    func rewritten(_ html: String, _ code: String, _ pages: Set<String>) -> String {
        var out = ""
        var rest = html[...]
        while let start = rest.range(of: "=\"/") {
            out += rest[..<start.lowerBound] + "=\""
            let tail = rest[rest.index(before: start.upperBound)...]
            let value = tail.prefix { $0 != "\"" }
            out += target(String(value), code, pages)
            rest = tail[value.endIndex...]
        }
        return out + rest
    }

    private func target(_ value: String, _ code: String, _ pages: Set<String>) -> String {
        let path = String(value.prefix { $0 != "?" && $0 != "#" })
        if path.hasPrefix("/assets/") || path.hasPrefix("/feeds/") || path.hasPrefix("/.well-known/") || path.hasPrefix("/embed/")
            || path.hasSuffix(".svg")
        {
            return path + String(value.drop { $0 != "#" })
        }
        if path.hasPrefix("/language/"), let next = value.range(of: "next=") {
            let other = String(path.dropFirst("/language/".count))
            let place = (String(value[next.upperBound...]).removingPercentEncoding ?? "/").prefix { $0 != "?" }
            return pages.contains(String(place)) ? "/\(other)\(place == "/" ? "" : place)/" : "/\(other)/"
        }
        return pages.contains(path) ? "/\(code)\(path == "/" ? "" : path)/" : site + value
    }
}
