internal import HTTPTypes

/// What happens when a request arrives: a page or another answer.
public typealias RouteAction = @Sendable (WebRequest) async throws -> any Answer

/// One address of one face.
public struct Route: Sendable {
    /// How the address is asked.
    public enum Verb: String, Sendable, Hashable, CaseIterable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    /// What a request's body may be, decided before it is read.
    public enum Body: Sendable, Hashable {
        /// None, or a form of at most 256 KiB.
        case form
        /// A form with files of at most so many bytes in all.
        case upload(limit: Int)
        /// A form with files of at most so many bytes in all, each sealed into the vault as it arrives (``WebRequest/arrived``).
        case evidence(limit: Int)
        /// Bytes of any kind, streamed by the action, at most so many.
        case stream(limit: Int)
    }

    /// The face it belongs to.
    public let face: Face
    /// How it is asked.
    public let verb: Verb
    /// `/findings/:id`
    public let path: String
    /// Who may use it.
    public let access: Access
    /// What its body may be.
    public let body: Body
    /// Seconds that an anonymous page may be kept and shown to others; nil where it must not be.
    public let keptFor: Int?
    let action: RouteAction
}

/// The addresses of a centre, collected from its capabilities. It is a table that can be read: tests walk it.
public struct Routes: Sendable {
    /// All of them, in the order they were added.
    public private(set) var all: [Route] = []
    /// The questions to all capabilities: the page of health asks them.
    public let checks: [HealthCheck]

    /// With its values.
    public init(checks: [HealthCheck] = []) { self.checks = checks }

    /// An address that shows something. `keptFor`: seconds that the page may be kept for everyone who is not signed in.
    public mutating func get(
        _ face: Face, _ path: String, _ access: Access, keptFor: Int? = nil, _ action: @escaping RouteAction
    ) {
        all.append(Route(face: face, verb: .get, path: path, access: access, body: .form, keptFor: keptFor, action: action))
    }

    /// An address that does something.
    public mutating func post(
        _ face: Face, _ path: String, _ access: Access, body: Route.Body = .form, _ action: @escaping RouteAction
    ) {
        all.append(Route(face: face, verb: .post, path: path, access: access, body: body, keptFor: nil, action: action))
    }

    /// An address of the API that is asked with another verb.
    public mutating func add(
        _ verb: Route.Verb, _ face: Face, _ path: String, _ access: Access, body: Route.Body = .form, _ action: @escaping RouteAction
    ) {
        all.append(Route(face: face, verb: verb, path: path, access: access, body: body, keptFor: nil, action: action))
    }
}
