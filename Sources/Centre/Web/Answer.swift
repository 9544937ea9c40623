public import HTTPTypes

/// What an action gives back.
public protocol Answer: Sendable {}

/// A page: a template and what it shows.
public struct Page: Answer {
    /// The template's name, `notices/list`.
    public let template: String
    /// The view model: a struct of plain stored properties.
    public let model: any Sendable
    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// The headline in the browser's tab.
    public var title: String?

    /// With its values.
    public init(_ template: String, _ model: any Sendable, title: String? = nil, status: HTTPResponse.Status = .ok) {
        self.template = template
        self.model = model
        self.title = title
        self.status = status
    }
}

/// On to another page of the same face. Addresses of other hosts cannot be written here.
public struct Redirect: Answer {
    /// Its path.
    public let path: String
    /// What the next page says at its top.
    public let flash: Flash?
    /// Whether the browser is asked to forget what it keeps of this host, cookies and choices excepted: after signing out.
    let clearsBrowser: Bool

    /// - Parameters:
    ///   - path: an address of this face; anything that does not begin with one slash leads to the front page
    ///   - clearsBrowser: whether the browser is asked to forget pages
    public init(_ path: String, flash: Flash? = nil, clearsBrowser: Bool = false) {
        self.path = Redirect.isLocal(path) ? path : "/"
        self.flash = flash
        self.clearsBrowser = clearsBrowser
    }

    /// Whether a path stays on this host: `//host`, `/\host` and control characters do not.
    public static func isLocal(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/") else { return false }
        if bytes.count > 1, bytes[1] == UInt8(ascii: "/") || bytes[1] == UInt8(ascii: "\\") { return false }
        return bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
    }
}

/// A sentence that the next page shows once.
public struct Flash: Sendable, Hashable {
    /// The kinds there are.
    public enum Kind: String, Sendable { case done, note, problem }
    /// What kind it is.
    public let kind: Kind
    /// The words.
    public let text: String

    /// With its values.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// Bytes of another type than a page: an export, an API's answer, a file.
public struct Content: Answer {
    /// The bytes.
    public let bytes: [UInt8]
    /// Its media type.
    public let type: String
    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// The name under which a browser saves it; nil to show it.
    public let fileName: String?
    /// Further headers.
    public var headers: [(name: String, value: String)]

    /// With its values.
    public init(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, fileName: String? = nil,
        headers: [(name: String, value: String)] = []
    ) {
        self.bytes = bytes
        self.type = type
        self.status = status
        self.fileName = fileName
        self.headers = headers
    }

    /// Text in UTF-8.
    public init(_ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok, fileName: String? = nil) {
        self.init(Array(text.utf8), type: type, status: status, fileName: fileName)
    }
}

/// A long answer, written piece by piece with the reader's pace.
public struct Stream: Answer {
    /// Its media type.
    public let type: String
    /// The name under which a browser saves it.
    public let fileName: String?
    let write: @Sendable (StreamWriter) async throws -> Void

    /// With its values.
    public init(type: String, fileName: String? = nil, write: @escaping @Sendable (StreamWriter) async throws -> Void) {
        self.type = type
        self.fileName = fileName
        self.write = write
    }
}

/// Where a stream is written. `write` waits while the reader is slow.
public struct StreamWriter: Sendable {
    let send: @Sendable ([UInt8]) async throws -> Void

    /// Writes a piece and waits while the reader is slow.
    public func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
    /// Writes a piece and waits while the reader is slow.
    public func write(_ text: String) async throws { try await send(Array(text.utf8)) }
}

/// Live pieces of a page (Server-Sent Events, WHATWG HTML section 9.2).
public struct LiveStream: Answer {
    let write: @Sendable (LiveWriter) async throws -> Void

    /// With its values.
    public init(write: @escaping @Sendable (LiveWriter) async throws -> Void) { self.write = write }
}

/// Where live pieces are sent.
public struct LiveWriter: Sendable {
    let stream: StreamWriter
    let render: @Sendable (Page) throws -> String

    /// Sends a fragment of a page: the element that listens takes it as its content.
    public func send(_ page: Page, event: String = "message") async throws { try await send(text: render(page), event: event) }

    /// Sends text.
    public func send(text: String, event: String = "message") async throws {
        var lines = "event: \(event)\n"
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { lines += "data: \(line)\n" }
        try await stream.write(lines + "\n")
    }

    /// Says that the stream is alive; without it a proxy would cut it.
    public func beat() async throws { try await stream.write(": \n\n") }
}

/// What went wrong, as its status and a sentence for the person.
public struct WebProblem: Error, Sendable {
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// A key of the catalogue, `centre.problem.notFound`.
    public let key: String
    /// What is put into the text.
    public let values: [String: String]

    /// With its values.
    public init(_ status: HTTPResponse.Status, _ key: String, _ values: [String: String] = [:]) {
        self.status = status
        self.key = key
        self.values = values
    }

    /// There is nothing at this address.
    public static let notFound = WebProblem(.notFound, "centre.problem.not-found")
    /// The asker may not.
    public static let forbidden = WebProblem(.forbidden, "centre.problem.forbidden")
    /// What was sent is too large.
    public static let tooLarge = WebProblem(.contentTooLarge, "centre.problem.too-large")
    /// What was sent cannot be read.
    public static func badRequest(_ reason: String) -> WebProblem {
        WebProblem(.badRequest, "centre.problem.bad-request", ["reason": reason])
    }
}
