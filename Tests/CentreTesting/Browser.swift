public import Foundation

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif
internal import Centre
internal import Synchronization

/// What a person's browser does, without pictures: keeps cookies, follows redirections when asked, sends the forms it got.
public final class Browser: Sendable {
    /// What came back.
    public struct Answer: Sendable {
        /// The status of the answer.
        public let status: Int
        /// Further headers.
        public let headers: [String: String]
        /// What its body may be.
        public let body: Data

        /// The words.
        public var text: String { String(decoding: body, as: UTF8.self) }
        /// Where a redirection leads.
        public var location: String? { headers["location"] }
        /// Whether the text is in the page.
        public func contains(_ text: String) -> Bool { self.text.contains(text) }

        /// The value of the hidden field that forms of this page carry.
        public var csrf: String? {
            guard let start = text.range(of: "name=\"csrf\" value=\"") else { return nil }
            return text[start.upperBound...].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        }
    }

    /// The port it looks at.
    public let port: Int
    private let cookies = Mutex<[String: String]>([:])
    private let ticket = Mutex("")
    private let session: URLSession

    /// With its values.
    public init(port: Int) {
        self.port = port
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.timeoutIntervalForRequest = 30
        session = URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    }

    /// Sets a cookie, such as a session's.
    @discardableResult
    public func cookie(_ name: String, _ value: String) -> Browser {
        cookies.withLock { $0[name] = value }
        return self
    }

    /// A cookie's value.
    public func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    /// Signs in on a face with ``OpenDoor``.
    @discardableResult
    public func signIn(as who: String) -> Browser { cookie("__Host-keshik-\(who.hasPrefix("owner") ? "portal" : "desk")", who) }

    /// Asks for a page and remembers its form ticket.
    public func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        let answer = try await send("GET", path, headers: headers)
        if let csrf = answer.csrf { ticket.withLock { $0 = csrf } }
        return answer
    }

    /// Sends a form with the hidden field of the last page that had one.
    public func post(_ path: String, _ fields: [(String, String)] = [], headers: [String: String] = [:]) async throws -> Answer {
        let all = [("csrf", ticket.withLock { $0 })] + fields
        let body = all.map { Form.encoded($0.0) + "=" + Form.encoded($0.1) }.joined(separator: "&")
        var headers = headers
        headers["content-type"] = "application/x-www-form-urlencoded"
        return try await send("POST", path, headers: headers, body: Data(body.utf8))
    }

    /// Sends a form with files.
    public func upload(
        _ path: String, _ fields: [(String, String)] = [], files: [(field: String, name: String, type: String, content: Data)]
    ) async throws -> Answer {
        let boundary = "boundary-7f3a"
        var body = Data()
        for (name, value) in [("csrf", ticket.withLock { $0 })] + fields {
            body += Data("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
            body += Data((head + "Content-Type: \(file.type)\r\n\r\n").utf8) + file.content + Data("\r\n".utf8)
        }
        body += Data("--\(boundary)--\r\n".utf8)
        return try await send("POST", path, headers: ["content-type": "multipart/form-data; boundary=\(boundary)"], body: body)
    }

    /// Sends anything.
    public func send(_ method: String, _ path: String, headers: [String: String] = [:], body: Data? = nil) async throws -> Answer {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let jar = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !jar.isEmpty { request.setValue(jar, forHTTPHeaderField: "Cookie") }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
        keep(headers["set-cookie"])
        return Answer(status: response.statusCode, headers: headers, body: data)
    }

    /// Several cookies come joined by commas; none of ours holds one.
    private func keep(_ header: String?) {
        for cookie in header?.split(separator: ",") ?? [] {
            let pair = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = pair[0].trimmingCharacters(in: .whitespaces)
            cookies.withLock { $0[name] = pair[1].isEmpty ? nil : String(pair[1]) }
        }
    }
}

/// Redirections are shown to the test, not followed.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _: URLSession, task _: URLSessionTask, willPerformHTTPRedirection _: HTTPURLResponse, newRequest _: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) { completionHandler(nil) }
}
