internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// One request of a collector: over TLS, to what was set up and nowhere else with its secret, into a file of limited size.
struct WebFetch {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        /// Where the body lies; nil where there is none.
        let path: String?
        let size: Int
    }

    static let limit = 1 << 30
    private static let hops = 4

    let client: HTTPClient
    let folder: String

    /// Asks an address; a redirection is followed, without the headers that show who asks where it leads to another host.
    /// - Throws: ``CollectorError``, and what the client throws
    func get(_ address: String, headers: HTTPHeaders, secretHeaders: Set<String>) async throws -> Answer {
        var address = address
        var headers = headers
        for _ in 0..<Self.hops {
            let url = try Self.checked(address)
            var request = HTTPClientRequest(url: address)
            request.headers = headers
            let response = try await client.execute(request, timeout: .minutes(10))
            guard (300..<400).contains(Int(response.status.code)), response.status.code != 304,
                let location = response.headers.first(name: "location"), let next = URL(string: location, relativeTo: url)?.absoluteURL
            else { return try await kept(response, address) }
            if next.host != url.host || next.port != url.port || next.scheme != url.scheme {
                for name in secretHeaders { headers.remove(name: name) }
            }
            address = next.absoluteString
        }
        throw CollectorError.unexpected("more than \(Self.hops) redirections")
    }

    func post(_ address: String, json: [UInt8], headers: HTTPHeaders) async throws -> Answer {
        _ = try Self.checked(address)
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers = headers
        request.headers.replaceOrAdd(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: json))
        return try await kept(try await client.execute(request, timeout: .minutes(5)), address)
    }

    /// Only `https`; plain `http` goes to this machine alone.
    static func checked(_ address: String) throws -> URL {
        guard let url = URL(string: address), let host = url.host, !host.isEmpty else {
            throw CollectorError.refused("“\(address)” is no address of the web; write it as https://host/path")
        }
        let isOwn = host == "127.0.0.1" || host == "::1" || host == "localhost"
        guard url.scheme == "https" || (url.scheme == "http" && isOwn) else {
            throw CollectorError.refused("“\(address)” is not encrypted; only https addresses are fetched")
        }
        guard url.user == nil, url.password == nil else {
            throw CollectorError.refused("user name and password do not belong into the address; choose how it signs in")
        }
        return url
    }

    private func kept(_ response: HTTPClientResponse, _ address: String) async throws -> Answer {
        let status = Int(response.status.code)
        guard status == 200 else { return Answer(status: status, headers: response.headers, path: nil, size: 0) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/" + UUID().uuidString
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        do {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? file.close() }
            var size = 0
            for try await piece in response.body {
                size += piece.readableBytes
                guard size <= Self.limit else { throw CollectorError.tooLarge(limit: Self.limit) }
                try file.write(contentsOf: Data(piece.readableBytesView))
            }
            return Answer(status: status, headers: response.headers, path: path, size: size)
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }
}
