internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Answers the requests of one face: finds the route, who asks, and whether they may; reads the form; runs the action; writes the answer.
struct FaceResponder: Sendable {
    let face: Face
    let frame: WebFrame
    /// Whether the listener itself encrypts; else only a trusted proxy can say so.
    var isEncrypted = false

    /// The routes of this face, and only those.
    func router(_ routes: [Route]) -> RouterResponder<CentreContext> {
        let router = Router(context: CentreContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestJournal(face: face, proxies: frame.proxies, isEncrypted: isEncrypted))
        router.add(middleware: ProblemPages(responder: self))
        router.get("/assets/**") { request, context in asset(request, context) }
        router.get("/language/:code") { request, context in language(request, context) }
        for route in routes where route.face == face {
            router.on(RouterPath(route.path), method: HTTPRequest.Method(rawValue: route.verb.rawValue) ?? .get) { request, context in
                try await answer(request, context, route)
            }
        }
        return router.buildResponder()
    }

    /// Problems are shown to the person as who they are, with the session they have now.
    private func answer(_ request: Request, _ incoming: CentreContext, _ route: Route) async throws -> Response {
        var context = incoming
        do {
            return try await attempt(request, &context, route)
        } catch let problem as WebProblem {
            var response = self.problem(problem, request, context)
            if let renewed = context.signedIn?.renewed {
                let cookie = SessionCookie(face).opening(renewed, keptFor: context.signedIn?.keptFor)
                response.headers.append(HTTPField(name: .setCookie, value: cookie))
            }
            return response
        }
    }

    private func attempt(_ request: Request, _ context: inout CentreContext, _ route: Route) async throws -> Response {
        let cookies = RequestCookies(request.headers[values: .cookie])
        let language = cookies["__Host-keshik-language"]
        let accepts = request.headers[.acceptLanguage]
        let sessionCookie = cookies[SessionCookie(face).name]
        let now = frame.clock()

        var key: String?
        if route.keptFor != nil, sessionCookie == nil, cookies[FlashCookie.name] == nil, request.headers[.authorization] == nil {
            let words = frame.words(cookie: language, account: nil, accepts: accepts)
            key = "\(face.rawValue) \(words.code) \(request.uri.string)"
            if let kept = key.flatMap({ frame.kept.page($0, at: now) }) { return keptAnswer(kept, request, context, route) }
        }

        if let authorization = request.headers[.authorization], authorization.lowercased().hasPrefix("bearer ") {
            context.program = try await frame.doorkeeper.program(token: authorization.dropFirst(7).trimmed, on: face)
            if context.program == nil { throw WebProblem(.unauthorized, "centre.problem.token") }
        } else if let sessionCookie {
            context.signedIn = try await frame.doorkeeper.session(cookie: sessionCookie, on: face)
        }
        let principal = context.principal
        try admit(principal, to: route, request)

        let words = frame.words(cookie: language, account: principal?.language, accepts: accepts)
        let flash = cookies[FlashCookie.name].flatMap(FlashCookie.read)
        var visit = Visit(
            face: face, words: words, principal: principal, session: context.signedIn?.session, nonce: key == nil ? context.nonce : "",
            requestID: context.requestID, path: request.uri.path, query: request.uri.query.map { "?" + $0 } ?? "", flash: flash)

        if key == nil, let theme = cookies["__Host-keshik-theme"], theme == "light" || theme == "dark" { visit.theme = theme }

        var form = Form()
        var files: [UploadedFile] = []
        var arrived: [ArrivedFile] = []
        let folder = frame.uploads + "/" + context.requestID
        defer { if case .upload = route.body { try? FileManager.default.removeItem(atPath: folder) } }
        if route.verb != .get {
            if context.program == nil { try checkOrigin(request, context) }
            if case .evidence(let limit) = route.body, let boundary = Multipart.boundary(of: request.headers[.contentType] ?? "") {
                (form, arrived) = try await readEvidence(request, boundary, limit)
            } else {
                (form, files) = try await readForm(request, route, folder)
            }
            if let session = context.signedIn?.session {
                guard frame.ticket.accepts(form.text("csrf"), for: session) else {
                    await frame.vault.discard(arrived)
                    throw WebProblem(.forbidden, "centre.problem.stale-form")
                }
            }
        }

        let sink = CookieSink()
        if let renewed = context.signedIn?.renewed {
            sink.set(SessionCookie(face).opening(renewed, keptFor: context.signedIn?.keptFor))
        }
        let webRequest = WebRequest(
            face: face, verb: route.verb, path: request.uri.path, principal: principal, session: context.signedIn?.session, words: words,
            zone: frame.zone, now: now, query: try Form(urlEncoded: request.uri.query ?? ""), form: form, files: files, arrived: arrived,
            body: request.body, remoteAddress: context.remoteAddress, requestID: context.requestID,
            userAgent: request.headers[.userAgent] ?? "", logger: context.logger, headers: request.headers,
            parameters: context.parameters, cookieSink: sink, frame: frame)
        let answer: any Answer
        do {
            answer = try await route.action(webRequest)
        } catch {
            await frame.vault.discard(arrived)
            throw error
        }
        await frame.vault.discard(arrived)
        if flash != nil, answer is Page { sink.set(FlashCookie.cleared) }
        var response: Response
        if let key, let seconds = route.keptFor, let page = answer as? Page, page.status == .ok, sink.all.isEmpty {
            let bytes = Array(try frame.html(page, visit).utf8)
            let kept = frame.kept.keep(
                key, bytes: bytes, type: "text/html; charset=utf-8", until: now + Swift.Duration.seconds(seconds), now: now)
            response = keptAnswer(kept, request, context, route)
        } else {
            response = try write(answer, visit, request, context)
        }
        for cookie in sink.all { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return response
    }

    /// - Throws: ``WebProblem``; people who are not signed in are asked to.
    private func admit(_ principal: Principal?, to route: Route, _ request: Request) throws {
        if route.access.admits(principal) { return }
        throw principal == nil ? WebProblem(.unauthorized, "centre.problem.sign-in") : .forbidden
    }

    /// Forms come from pages of this host, or they are refused (Fetch metadata; OWASP's cross-site request forgery cheat sheet).
    private func checkOrigin(_ request: Request, _ context: CentreContext) throws {
        if let site = HTTPField.Name("sec-fetch-site").flatMap({ request.headers[$0] }) {
            guard site == "same-origin" || site == "none" else { throw WebProblem(.forbidden, "centre.problem.other-site") }
            return
        }
        guard let origin = request.headers[.origin] else { return }
        let host = request.head.authority ?? ""
        guard origin == "https://\(host)" || (!context.isSecure && origin == "http://\(host)") else {
            throw WebProblem(.forbidden, "centre.problem.other-site")
        }
    }

    private func readEvidence(_ request: Request, _ boundary: String, _ limit: Int) async throws -> (Form, [ArrivedFile]) {
        var multipart = Multipart(boundary: boundary, vault: frame.vault)
        do {
            try await multipart.read(request.body, limit: limit)
        } catch {
            await frame.vault.discard(multipart.arrived)
            switch error as? VaultError {
            case .tooLarge: throw WebProblem.tooLarge
            case .disk: throw WebProblem(HTTPResponse.Status(code: 507), "centre.problem.no-room")
            default: throw error
            }
        }
        return (multipart.form, multipart.arrived)
    }

    private func readForm(_ request: Request, _ route: Route, _ folder: String) async throws -> (Form, [UploadedFile]) {
        let type = request.headers[.contentType] ?? ""
        switch route.body {
        case .stream: return (Form(), [])
        case .upload(let limit):
            guard let boundary = Multipart.boundary(of: type) else { break }
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var multipart = Multipart(boundary: boundary, folder: folder)
            try await multipart.read(request.body, limit: limit)
            return (multipart.form, multipart.files)
        case .form, .evidence: break
        }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= 256 * 1024 else { throw WebProblem.tooLarge }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        guard !bytes.isEmpty else { return (Form(), []) }
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw WebProblem(.unsupportedMediaType, "centre.problem.form-type")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebProblem.badRequest("the form is not UTF-8") }
        return (try Form(urlEncoded: text), [])
    }

    /// The page that says what went wrong, or its form for programs (RFC 9457).
    func problem(_ problem: WebProblem, _ request: Request, _ context: CentreContext) -> Response {
        let cookies = RequestCookies(request.headers[values: .cookie])
        let words = frame.words(
            cookie: cookies["__Host-keshik-language"], account: nil, accepts: request.headers[.acceptLanguage])
        let title = words["centre.status.\(problem.status.code)"]
        let text = words.text(problem.key, problem.values)
        var response: Response
        if request.uri.path.hasPrefix("/api/") || request.headers[.accept]?.contains("json") == true {
            let body = ProblemDetails(title: title, status: problem.status.code, detail: text, instance: context.requestID)
            response = bytes(body.json, type: "application/problem+json", status: problem.status, request, context, isPage: false)
            if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        } else if problem.status == .unauthorized, face != .public, request.method == .get || request.method == .head {
            let next = request.uri.string == "/" ? "" : "?next=" + Form.encoded(request.uri.string)
            response = Response(status: .seeOther, headers: [.location: "/sign-in" + next, .cacheControl: "no-store"])
            finish(&response, context, isPage: false)
        } else {
            let visit = Visit(
                face: face, words: words, principal: context.principal, session: context.signedIn?.session, nonce: context.nonce,
                requestID: context.requestID, path: request.uri.path, query: "", flash: nil)
            let view = ProblemView(status: problem.status.code, title: title, text: text, requestID: context.requestID)
            let html = (try? frame.html(Page("centre/problem", view, title: title), visit)) ?? HTML.escaped("\(title): \(text)")
            response = bytes(
                Array(html.utf8), type: "text/html; charset=utf-8", status: problem.status, request, context, isPage: true)
        }
        return response
    }
}

/// The problem page's values.
private struct ProblemView: Sendable {
    let status: Int
    let title: String
    let text: String
    let requestID: String
}
