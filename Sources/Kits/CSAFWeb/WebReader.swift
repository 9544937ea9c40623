internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Vocabulary

/// What a server gave.
public struct WebAnswer: Sendable {
    /// The address asked for.
    public var asked: String
    /// The address that answered, after redirections.
    public var address: String
    /// The status of HTTP.
    public var status: Int
    /// The body; empty where the status is not 200.
    public var bytes: [UInt8]
    /// The media type without parameters, in lower case.
    public var mediaType: String
    /// The addresses it was sent on over.
    public var redirections: [String]
}

/// Asks servers of strangers, within limits of size, number and time.
public actor WebReader {
    private let client: HTTPClient
    private let limits: WebLimits
    /// True if addresses in documents may lead to this machine or private networks.
    private let isLocal: Bool
    private let start: ContinuousClock.Instant
    private var answers = 0
    private var total = 0

    /// The most redirections that are followed.
    private static let hops = 5

    /// A reader. Call ``close()`` when done.
    ///
    /// - Parameter isLocal: true if what is read lies on this machine or in a private network
    public init(limits: WebLimits = WebLimits(), isLocal: Bool = false) {
        self.limits = limits
        self.isLocal = isLocal
        start = .now
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout = .init(connect: .seconds(20), read: .nanoseconds(WebReader.nanoseconds(limits.patience)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 6
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends all connections.
    public func close() async { try? await client.shutdown() }

    /// Asks an address and wants it answered with 200.
    ///
    /// - Parameter limit: bytes the answer may have, where that is less than usual
    /// - Throws: ``WebError``
    public func get(_ address: String, limit: Int? = nil) async throws(WebError) -> WebAnswer {
        let answer = try await ask(address, limit: limit)
        guard answer.status == 200 else { throw .status(address, answer.status) }
        return answer
    }

    /// Asks an address; any status is an answer.
    ///
    /// - Throws: ``WebError``
    public func ask(_ asked: String, limit: Int? = nil) async throws(WebError) -> WebAnswer {
        var address = try WebAddress(asked, isLocal: isLocal)
        var redirections: [String] = []
        while true {
            let left = limits.time - (ContinuousClock.now - start)
            guard left > .zero else { throw .deadline(limits.time) }
            guard answers < limits.answers, total < limits.total else { throw .budget(limits) }
            answers += 1
            let limit = min(limit ?? limits.answer, limits.answer)
            let time = TimeAmount.nanoseconds(WebReader.nanoseconds(min(left, limits.patience)))
            let answer: WebAnswer
            let location: String?
            do {
                var request = HTTPClientRequest(url: address.text)
                request.headers.add(name: "User-Agent", value: "Keshik")
                request.headers.add(name: "Accept", value: "*/*")
                let response = try await client.execute(request, timeout: time)
                let status = Int(response.status.code)
                location = response.headers.first(name: "location")
                var bytes: [UInt8] = []
                if status == 200 {
                    for try await piece in response.body {
                        guard bytes.count + piece.readableBytes <= limit else { throw WebError.tooLarge(address.text, limit: limit) }
                        bytes.append(contentsOf: piece.readableBytesView)
                        total += piece.readableBytes
                        guard total <= limits.total else { throw WebError.budget(limits) }
                    }
                }
                let type = response.headers.first(name: "content-type") ?? ""
                answer = WebAnswer(
                    asked: asked, address: address.text, status: status, bytes: bytes,
                    mediaType: type.prefix { $0 != ";" && $0 != " " }.lowercased(), redirections: redirections)
            } catch let error as WebError {
                throw error
            } catch {
                throw .failed(address.text, reason: WebReader.words(error))
            }
            guard (301...308).contains(answer.status), answer.status != 304, let location, let next = address.absolute(location) else {
                return answer
            }
            guard redirections.count < WebReader.hops else { throw .redirections(asked) }
            redirections.append(next)
            address = try WebAddress(next, isLocal: isLocal)
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return min(seconds, 1 << 32) * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    private static func words(_ error: any Error) -> String {
        if let error = error as? HTTPClientError {
            switch error {
            case .connectTimeout, .readTimeout, .deadlineExceeded: return "the server does not answer in time"
            default: return "the connection failed: \(error.shortDescription)"
            }
        }
        return "the connection failed: \(error)"
    }
}
