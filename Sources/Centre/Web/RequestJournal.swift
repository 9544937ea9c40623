internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Metrics
internal import NIOHTTP1

/// Writes a line for every request, counts it, and finds out where it really came from.
struct RequestJournal: RouterMiddleware {
    typealias Context = CentreContext

    let face: Face
    let proxies: Set<String>
    let isEncrypted: Bool

    /// Answers of a face with a status.
    static func counter(_ face: Face, status: Int) -> Counter {
        Counter(label: "http_requests_total", dimensions: [("face", face.rawValue), ("status", "\(status)")])
    }

    /// How long answers of a face take.
    static func timer(_ face: Face) -> Timer { Timer(label: "http_request_duration_seconds", dimensions: [("face", face.rawValue)]) }

    func handle(
        _ request: Request, context: CentreContext, next: (Request, CentreContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.logger[metadataKey: "request"] = "\(context.requestID)"
        // The scheme of a request is only what the client says.
        context.isSecure = isEncrypted
        if proxies.contains(context.remoteAddress) {
            // The last address is the one that the trusted proxy saw itself.
            if let name = HTTPField.Name("x-forwarded-for"),
                let last = request.headers[values: name].last?.split(separator: ",").last?.trimmed, !last.isEmpty
            {
                context.remoteAddress = last
            }
            if let name = HTTPField.Name("x-forwarded-proto") { context.isSecure = request.headers[name]?.trimmed == "https" }
        }
        let start = ContinuousClock.now
        var response = try await next(request, context)
        let took = ContinuousClock.now - start
        if let name = HTTPField.Name("x-request-id") { response.headers[name] = context.requestID }
        let status = response.status.code
        Self.counter(face, status: status).increment()
        Self.timer(face).recordNanoseconds(took.nanoseconds)
        // Paths of the public face may hold secrets of reporters, and nobody's address is kept there.
        var metadata: Logger.Metadata = [
            "face": "\(face.rawValue)", "method": "\(request.method)", "status": "\(status)", "ms": "\(took.nanoseconds / 1_000_000)",
            "route": "\(context.endpointPath ?? "-")",
        ]
        if face != .public { metadata["from"] = "\(context.remoteAddress)" }
        if let principal = context.principal { metadata["who"] = "\(principal.id)" }
        // Who is refused is noted also where requests are not.
        let level: Logger.Level = status >= 500 ? .error : [401, 403, 413, 429].contains(status) ? .notice : .info
        context.logger.log(level: level, "request", metadata: metadata)
        return response
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

/// Turns everything that went wrong into an answer that helps.
struct ProblemPages: RouterMiddleware {
    typealias Context = CentreContext

    let responder: FaceResponder

    func handle(
        _ request: Request, context: CentreContext, next: (Request, CentreContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as WebProblem {
            return responder.problem(problem, request, context)
        } catch let error as HTTPError {
            let problem = error.status == .notFound ? WebProblem.notFound : WebProblem(error.status, "centre.problem.other")
            return responder.problem(problem, request, context)
        } catch let error as any HTTPResponseError {
            return responder.problem(WebProblem(error.status, "centre.problem.other"), request, context)
        } catch let error as HTTPParserError {
            // The connection is answered and closed by the server: what follows on it cannot be told apart.
            throw error
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return responder.problem(WebProblem(.internalServerError, "centre.problem.internal"), request, context)
        }
    }
}
