internal import AsyncHTTPClient
internal import Centre
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Vocabulary

/// What came back from an address.
struct SourceAnswer: Sendable {
    /// 304 where nothing changed.
    let status: Int
    let bytes: [UInt8]
    var tag: String?
    var modified: String?
}

/// Gets files of sources: from the public internet alone, by https, not larger than they may be, after at most five redirections, each of
/// which is looked at anew.
struct SourceFetch: Sendable {
    /// Hosts within private networks that the operator permits, by http, too.
    let allowed: Set<String>
    static let limit = 64 << 20

    enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        case address(String)
        case privateNetwork(String)
        case status(Int)
        case tooLarge
        case tooManyRedirections

        var description: String {
            switch self {
            case .address(let text): "\(text.prefix(200)) is no https address of a public host"
            case .privateNetwork(let host): "\(host) leads into a private network"
            case .status(let code): "it answered \(code)"
            case .tooLarge: "it is larger than 64 MB"
            case .tooManyRedirections: "it leads from one address to the next more than five times"
            }
        }
    }

    func get(_ address: String, tag: String? = nil, modified: String? = nil) async throws -> SourceAnswer {
        var address = address
        for _ in 0...5 {
            let (answer, next) = try await once(address, tag: tag, modified: modified)
            guard let next else {
                guard answer.status == 304 || (200..<300).contains(answer.status) else { throw Refusal.status(answer.status) }
                return answer
            }
            guard let url = URL(string: next, relativeTo: URL(string: address)) else { throw Refusal.address(next) }
            address = url.absoluteString
        }
        throw Refusal.tooManyRedirections
    }

    private func once(_ address: String, tag: String?, modified: String?) async throws -> (SourceAnswer, redirection: String?) {
        guard let parts = URLComponents(string: address), let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil,
            parts.scheme == "https" || (parts.scheme == "http" && allowed.contains(host))
        else { throw Refusal.address(address) }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
        if !allowed.contains(host) {
            // The name is resolved here, and the call goes to what was looked at.
            let targets = try await HostAddresses.of(host)
            guard let target = targets.first, targets.allSatisfy(\.isGloballyReachable) else { throw Refusal.privateNetwork(host) }
            configuration.dnsOverride = [host: "\(target)"]
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            var request = HTTPClientRequest(url: address)
            request.headers.add(name: "User-Agent", value: "Keshik")
            if let tag { request.headers.add(name: "If-None-Match", value: tag) }
            if let modified { request.headers.add(name: "If-Modified-Since", value: modified) }
            let response = try await client.execute(request, timeout: .seconds(120))
            let status = Int(response.status.code)
            if (300..<400).contains(status), status != 304, let place = response.headers.first(name: "location") {
                try await client.shutdown()
                return (SourceAnswer(status: status, bytes: []), place)
            }
            var bytes: [UInt8] = []
            for try await piece in response.body {
                guard bytes.count + piece.readableBytes <= Self.limit else { throw Refusal.tooLarge }
                bytes.append(contentsOf: piece.readableBytesView)
            }
            try await client.shutdown()
            return (
                SourceAnswer(
                    status: status, bytes: bytes, tag: response.headers.first(name: "etag"),
                    modified: response.headers.first(name: "last-modified")), nil
            )
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
