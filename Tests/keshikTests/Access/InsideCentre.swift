import Constituency
import EventStore
import Events
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import ServiceLifecycle
import Synchronization
import Testing

@testable import Centre
@testable import keshik

/// The real centre, as `keshik serve` composes it, in a temporary folder, asked without sockets.
struct InsideCentre {
    struct Reply {
        let status: Int
        let headers: HTTPFields
        let text: String
    }

    /// What a request shows of who asks.
    enum Credential: Sendable, Hashable {
        case nobody
        /// A session's cookie.
        case session(String)
        /// A bearer token.
        case token(String)
    }

    let composition: Composition
    let people: People
    private let responders: [Face: RouterResponder<CentreContext>]

    var centre: Centre { composition.centre }
    var routes: [Route] { centre.routes }

    static func use(_ body: (InsideCentre) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keshik-inside-" + Token.random(bytes: 9))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let faces = Face.allCases.map { "\($0.rawValue): {protection: proxy, url: \"https://\($0.rawValue).cert.example\"}\n" }.joined()
        let provider = "sign-in: {issuer: \"http://127.0.0.1:9\", client: keshik}\n"
        let file = folder.path + "/keshik.yaml"
        try Data("data: \(folder.path)\n\(faces)\(provider)".utf8).write(to: URL(fileURLWithPath: file))
        let settings = try await Settings.load(file: file, flags: ["data": folder.path])
        let register = try Register.open(settings.registerPath)
        try register.apply(try register.plan(for: RegisterYAML.read(Self.owners, path: "owners.yaml"), mode: .merge))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let composition = try await Composition(settings, logger: logger)
        var responders: [Face: RouterResponder<CentreContext>] = [:]
        for face in Face.allCases {
            responders[face] = FaceResponder(face: face, frame: composition.centre.frame).router(composition.centre.routes)
        }
        let people = try await People(composition)
        try await body(InsideCentre(composition: composition, people: people, responders: responders))
    }

    private static let owners = """
        register: 1
        owners:
          - id: bank
            names: {az: "Örnək Bank", en: "Example Bank", ru: "Пример Банк"}
            sector: banking
            networks: ["192.0.2.0/25"]
            contacts: [{purpose: abuse, name: "Aygün Əliyeva", email: abuse@bank.example, language: en}]
          - id: school
            names: {az: "Örnək Məktəb", en: "Example School", ru: "Пример Школа"}
            sector: education
            networks: ["192.0.2.128/25"]
            contacts: [{purpose: abuse, name: "Rəşad Hüseynov", email: abuse@school.example, language: en}]
        """

    /// Takes in lines of IDF JSON.
    func take(_ lines: [String]) async throws {
        let text = Array((lines.joined(separator: "\n") + "\n").utf8)
        let source = IngestSource(name: "batch.jsonl") { try ByteSource.members(ofMemory: text, name: "batch.jsonl") }
        let summary = try await composition.intake.take([source], feed: "idf/lines")
        #expect(summary.total.rows == lines.count)
    }

    /// Runs the centre's jobs for the time of a body.
    func withJobs(_ body: () async throws -> Void) async throws {
        let house = centre.house
        let runner = JobRunner(
            house.jobs, kinds: centre.capabilities.flatMap(\.jobs) + house.outward.jobs, logger: house.logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [runner], gracefulShutdownSignals: [], logger: house.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
    }

    /// Asks a face.
    /// - Parameters:
    ///   - form: the fields of a form; then its media type is set
    ///   - reads: whether the answer's body is read; live streams have no end
    func ask(
        _ face: Face, _ verb: Route.Verb, _ path: String, as asker: Credential, accept: String = "application/json", body: [UInt8] = [],
        form: [(String, String)]? = nil, reads: Bool = false
    ) async throws -> Reply {
        var head = HTTPRequest(
            method: HTTPRequest.Method(rawValue: verb.rawValue) ?? .get, scheme: "https", authority: "\(face.rawValue).cert.example",
            path: path)
        head.headerFields[.accept] = accept
        head.headerFields[.acceptLanguage] = "en"
        var bytes = body
        if let form {
            head.headerFields[.contentType] = "application/x-www-form-urlencoded"
            bytes = Array(form.map { Form.encoded($0.0) + "=" + Form.encoded($0.1) }.joined(separator: "&").utf8)
        }
        switch asker {
        case .nobody: break
        case .session(let value): head.headerFields[.cookie] = "\(SessionCookie(face).name)=\(value)"
        case .token(let text): head.headerFields[.authorization] = "Bearer \(text)"
        }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: bytes)))
        let channel = NIOAsyncTestingChannel()
        let context = CentreContext(source: ApplicationRequestContextSource(channel: channel, logger: centre.house.logger))
        guard let responder = responders[face] else { throw CancellationError() }
        let response = try await responder.respond(to: request, context: context)
        let status = Int(response.status.code)
        guard reads || status >= 400 else { return Reply(status: status, headers: response.headers, text: "") }
        let gathered = Gathered()
        try await response.body.write(Gathering(gathered: gathered))
        return Reply(status: status, headers: response.headers, text: gathered.text)
    }

    private struct Gathering: ResponseBodyWriter {
        let gathered: Gathered
        func write(_ buffer: ByteBuffer) async throws { gathered.take(buffer) }
        consuming func finish(_: HTTPFields?) async throws {}
    }

    private final class Gathered: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func take(_ buffer: ByteBuffer) { bytes.withLock { $0.append(contentsOf: buffer.readableBytesView) } }
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }
}
