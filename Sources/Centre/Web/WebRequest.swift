internal import HTTPTypes
public import Hummingbird
public import Logging
internal import NIOCore
public import Vocabulary

/// A request as an action sees it.
public struct WebRequest: Sendable {
    /// The face it belongs to.
    public let face: Face
    /// How it is asked.
    public let verb: Route.Verb
    /// The path as it was asked, without the query.
    public let path: String
    /// Who asks; nil for people who are not signed in.
    public let principal: Principal?
    /// Names the session that the asker has; nil without one.
    public let session: String?
    /// The texts of the language this person reads.
    public let words: Words
    /// The zone in which times are shown.
    public let zone: Zone
    /// The moment of the request.
    public let now: Instant
    /// The fields of the query.
    public let query: Form
    /// The fields of a form, or of a form with files.
    public let form: Form
    /// The files that came with a form, each already written to a temporary file, which is removed after the request.
    public let files: [UploadedFile]
    /// The files that came with a form of evidence. Those that the action does not keep are removed after the request.
    public let arrived: [ArrivedFile]
    /// The body as it arrives, for routes that take a stream.
    public let body: RequestBody
    /// The address it came from.
    public let remoteAddress: String
    /// A number that stands in the log and on error pages.
    public let requestID: String
    /// The program's name and version of the asker, as it says.
    public let userAgent: String
    /// Where log lines go.
    public let logger: Logger
    let headers: HTTPFields
    let parameters: Parameters
    let cookieSink: CookieSink
    let frame: WebFrame

    /// A piece of the path, `:id` in the route; an empty text where the route has none of that name.
    public subscript(_ parameter: String) -> String { parameters.get(parameter) ?? "" }

    /// A header's value.
    public func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The member of staff, owner or program that asks.
    /// - Throws: ``WebProblem`` where nobody is signed in: routes that call it are not for everyone.
    public func asker() throws -> Principal {
        guard let principal else { throw WebProblem(.unauthorized, "centre.problem.sign-in") }
        return principal
    }

    /// A part of a page as HTML, to be kept by an action that shows the same to many; a template takes it with three braces. It sees nothing of
    /// the asker but the language.
    /// - Throws: ``WebProblem`` where the template does not exist.
    public func html(_ part: Page) throws -> String { try frame.html(part, words: words) }

    /// Opens the session of this face in the person's browser: the value goes into a `__Host-` cookie.
    /// - Parameter life: how long the browser keeps it; nil: until it is closed
    public func open(session value: String, keptFor life: Swift.Duration? = nil) {
        cookieSink.set(SessionCookie(face).opening(value, keptFor: life))
    }

    /// Forgets the session in the person's browser.
    public func closeSession() { cookieSink.set(SessionCookie(face).closing) }

    /// Keeps a choice, such as the language, in the person's browser.
    func remember(_ cookie: String) { cookieSink.set(cookie) }

    /// The whole body of a route that takes a stream.
    /// - Throws: ``WebProblem/tooLarge``
    public func bytes(upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await piece in body {
            guard all.count + piece.readableBytes <= limit else { throw WebProblem.tooLarge }
            all.append(contentsOf: piece.readableBytesView)
        }
        return all
    }
}

/// A file that came with a form.
public struct UploadedFile: Sendable, Hashable {
    /// The field of the form.
    public let field: String
    /// What the browser calls it, without any folder; untrusted.
    public let name: String
    /// What the browser takes it for; untrusted.
    public let type: String
    /// Where it lies until the request ends.
    public let path: String
    /// Its size in bytes.
    public let size: Int
}

/// The cookie that holds a session. `__Host-`: only this host, only encrypted, all paths (RFC 6265bis section 4.1.3.2). Cookies do not
/// tell ports apart, so that each face has its own name.
struct SessionCookie {
    let name: String

    init(_ face: Face) { name = "__Host-keshik-\(face.rawValue)" }

    func opening(_ value: String, keptFor life: Swift.Duration? = nil) -> String {
        "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax" + (life.map { "; Max-Age=\($0.components.seconds)" } ?? "")
    }
    var closing: String { "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0" }
}
