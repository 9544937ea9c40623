internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle

extension FaceResponder {
    /// An answer as bytes on the wire.
    func write(_ answer: any Answer, _ visit: Visit, _ request: Request, _ context: CentreContext) throws -> Response {
        switch answer {
        case let page as Page:
            let html = try frame.html(page, visit)
            var response = bytes(
                Array(html.utf8), type: "text/html; charset=utf-8", status: page.status, request, context, isPage: true)
            response.headers[.cacheControl] = "no-store"
            return response
        case let redirect as Redirect:
            var response = Response(status: .seeOther, headers: [.location: redirect.path, .cacheControl: "no-store"])
            if redirect.clearsBrowser, let field = HTTPField.Name("clear-site-data") { response.headers[field] = "\"cache\"" }
            if let flash = redirect.flash { response.headers.append(HTTPField(name: .setCookie, value: FlashCookie.keeping(flash))) }
            finish(&response, context, isPage: false)
            return response
        case let content as Content:
            let tag = EntityTag.of(content.bytes)
            var response = bytes(content.bytes, type: content.type, status: content.status, request, context, isPage: false)
            if content.status == .ok {
                response.headers[.eTag] = tag
                if EntityTag.matches(request.headers[.ifNoneMatch], tag) { return unchanged(response) }
            }
            if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "private, no-cache" }
            if let name = content.fileName { response.headers[.contentDisposition] = Disposition.attachment(name) }
            for (name, value) in content.headers { if let field = HTTPField.Name(name) { response.headers[field] = value } }
            return response
        case let stream as Stream:
            var response = Response(
                status: .ok, headers: [.contentType: stream.type, .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    try await Self.pump(stream.write, into: &writer)
                    try await writer.finish(nil)
                })
            if let name = stream.fileName { response.headers[.contentDisposition] = Disposition.attachment(name) }
            finish(&response, context, isPage: false)
            return response
        case let live as LiveStream:
            let frame = frame
            var response = Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    // A listener holds its connection for hours: the centre does not wait for it when it stops.
                    try await Self.pump(
                        { stream in
                            await cancelWhenGracefulShutdown {
                                try? await live.write(LiveWriter(stream: stream) { try frame.html($0, visit) })
                            }
                        }, into: &writer)
                    try await writer.finish(nil)
                })
            if let field = HTTPField.Name("x-accel-buffering") { response.headers[field] = "no" }
            finish(&response, context, isPage: false)
            return response
        default: throw WebProblem(.internalServerError, "centre.problem.internal")
        }
    }

    /// Runs a writer beside the connection, one piece at a time, so that it waits while the reader is slow.
    private static func pump(
        _ write: @escaping @Sendable (StreamWriter) async throws -> Void, into writer: inout any ResponseBodyWriter
    ) async throws {
        let channel = PieceChannel()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await write(StreamWriter { try await channel.send($0) })
                    await channel.finish(nil)
                } catch {
                    await channel.finish(error)
                }
            }
            do {
                while let piece = try await channel.next() { try await writer.write(ByteBuffer(bytes: piece)) }
            } catch {
                await channel.close()
                group.cancelAll()
                throw error
            }
        }
    }

    /// Bytes with the frame's headers, packed where the other side can unpack.
    func bytes(
        _ bytes: [UInt8], packed: [UInt8]? = nil, type: String, status: HTTPResponse.Status, _ request: Request, _ context: CentreContext,
        isPage: Bool
    ) -> Response {
        var headers: HTTPFields = [.contentType: type]
        var body = bytes
        if MediaTypes.isText(type) {
            headers[.vary] = "Accept-Encoding"
            if accepts(gzip: request), bytes.count > 1024, let packed = packed ?? Gzip.packed(bytes) {
                body = packed
                headers[.contentEncoding] = "gzip"
            }
        }
        var response = Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        finish(&response, context, isPage: isPage)
        return response
    }

    func finish(_ response: inout Response, _ context: CentreContext, isPage: Bool) {
        SecurityHeaders.add(to: &response.headers, nonce: context.nonce, isPage: isPage, isSecure: context.isSecure, face: face)
    }

    func keptAnswer(_ kept: KeptPages.Kept, _ request: Request, _ context: CentreContext, _ route: Route) -> Response {
        var response = bytes(
            kept.bytes, packed: kept.packed, type: kept.type, status: .ok, request, context, isPage: true)
        // A page that many people get cannot carry a nonce that is used once.
        if let field = HTTPField.Name("content-security-policy") {
            response.headers[field] = SecurityHeaders.policy(nonce: "").replacing("'nonce-'", with: "'self'")
        }
        response.headers[.eTag] = kept.tag
        response.headers[.vary] = "Accept-Encoding, Accept-Language, Cookie"
        response.headers[.cacheControl] = "public, max-age=\(route.keptFor ?? 0)"
        if request.method == .get, request.headers[.cookie] == nil {
            let isPacked = response.headers[.contentEncoding] != nil
            frame.kept.keep(
                response.head, isPacked ? kept.packed ?? [] : kept.bytes,
                for: KeptPages.AnswerKey(
                    face: face, target: request.head.path ?? "", language: request.headers[.acceptLanguage] ?? "",
                    isPacked: accepts(gzip: request), isSecure: context.isSecure),
                until: kept.until, now: frame.clock())
        }
        return EntityTag.matches(request.headers[.ifNoneMatch], kept.tag) ? unchanged(response) : response
    }

    func asset(_ request: Request, _ context: CentreContext) -> Response {
        let name = String(request.uri.path.dropFirst("/assets/".count))
        guard let asset = frame.assets[name] else { return problem(.notFound, request, context) }
        var response = bytes(asset.bytes, packed: asset.packed, type: asset.type, status: .ok, request, context, isPage: false)
        response.headers[.eTag] = "\"\(asset.digest)\""
        let isExact = request.uri.queryParameters.get("v") == asset.digest
        response.headers[.cacheControl] = isExact ? "public, max-age=31536000, immutable" : "public, max-age=300"
        return EntityTag.matches(request.headers[.ifNoneMatch], "\"\(asset.digest)\"") ? unchanged(response) : response
    }

    func language(_ request: Request, _ context: CentreContext) -> Response {
        let code = context.parameters.get("code") ?? ""
        let next = request.uri.queryParameters.get("next") ?? "/"
        var response = Response(status: .seeOther, headers: [.location: Redirect(next).path, .cacheControl: "no-store"])
        if frame.catalogue.has(code) {
            let cookie = "__Host-keshik-language=\(code); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000"
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        finish(&response, context, isPage: false)
        return response
    }

    private func unchanged(_ response: Response) -> Response {
        var headers = response.headers
        for name: HTTPField.Name in [.contentLength, .contentType, .contentEncoding] { headers[name] = nil }
        return Response(status: .notModified, headers: headers)
    }

    private func accepts(gzip request: Request) -> Bool { request.headers[.acceptEncoding].map(Self.accepts(gzip:)) ?? false }

    /// Whether an `Accept-Encoding` takes gzip.
    static func accepts(gzip header: String) -> Bool {
        header.split(separator: ",").contains { item in
            let parts = item.split(separator: ";")
            return parts.first?.trimmed.lowercased() == "gzip" && !parts.dropFirst().contains { $0.trimmed == "q=0" }
        }
    }
}

/// Hands pieces from a writer to a connection, one at a time.
private actor PieceChannel {
    private enum Slot { case empty, piece([UInt8]), end((any Error)?) }
    private var slot = Slot.empty
    private var reader: CheckedContinuation<Void, Never>?
    private var writer: CheckedContinuation<Void, Never>?
    private var isClosed = false

    func send(_ piece: [UInt8]) async throws {
        while case .piece = slot, !isClosed { await withCheckedContinuation { writer = $0 } }
        guard !isClosed, !Task.isCancelled else { throw CancellationError() }
        slot = .piece(piece)
        wakeReader()
    }

    func finish(_ error: (any Error)?) async {
        while case .piece = slot, !isClosed { await withCheckedContinuation { writer = $0 } }
        slot = .end(error)
        wakeReader()
    }

    func next() async throws -> [UInt8]? {
        while case .empty = slot { await withCheckedContinuation { reader = $0 } }
        switch slot {
        case .piece(let piece):
            slot = .empty
            wakeWriter()
            return piece
        case .end(let error?): throw error
        case .end(nil), .empty: return nil
        }
    }

    /// The reader is gone.
    func close() {
        isClosed = true
        wakeWriter()
    }

    private func wakeReader() {
        reader?.resume()
        reader = nil
    }

    private func wakeWriter() {
        writer?.resume()
        writer = nil
    }
}
