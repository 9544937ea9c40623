internal import Centre
internal import Crypto
internal import EventStore
internal import Events
internal import HTTPTypes
internal import Vocabulary

/// Programs send events: JSON lines in the IntelMQ data format, plain or packed with gzip. Sending the same batch again changes nothing.
struct EventsAPI: Sendable {
    let house: House
    let store: CollectorStore
    let intake: any EventIntake

    /// Bytes as sent, and unpacked.
    static let limit = 64 << 20
    static let unpackedLimit: Int64 = 1 << 30
    private static let feed = "idf/lines"

    func routes(_ routes: inout Routes) {
        routes.post(.portal, "/api/v1/events", .token(.observationCollect), body: .stream(limit: Self.limit)) { request in
            try await take(request)
        }
    }

    private func take(_ request: WebRequest) async throws -> Content {
        let program = try request.asker()
        let bytes = try await request.bytes(upTo: Self.limit)
        let digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let key = request.header("idempotency-key")?.prefix(200).description
        if let key, let known = try await store.batch(key, of: program.id) {
            guard known.digest == digest else {
                return problem(.unprocessableContent, "the idempotency key was used before for another batch")
            }
            return Self.json(known.answer)
        }
        guard !bytes.isEmpty else { return problem(.badRequest, "the body is empty; send one event a line") }
        let sources: [ByteSource]
        do {
            sources = try [
                ByteSource.memory(bytes, name: "batch-\(digest.prefix(16)).jsonl", limits: UnpackLimits(maximumBytes: Self.unpackedLimit))
            ]
        } catch {
            return problem(.unprocessableContent, "\(error)")
        }
        let source = sources[0]
        let started = house.clock()
        let summary = try await intake.take(
            [IngestSource(name: source.name, byteCount: Int64(bytes.count)) { [source] in [source] }], feed: Self.feed)
        var collection = Collection(
            collector: nil, way: .program, by: program.name, feeds: [Self.feed], started: started, ended: house.clock(), result: .done,
            text: "")
        collection.take(summary)
        try await store.enter(collection)
        if collection.result == .failed { return problem(.unprocessableContent, collection.text) }
        let answer =
            "{\"batch\": \"\(digest)\", \"events\": \(collection.events), \"rejected\": \(collection.rejected), "
            + "\"known\": \(collection.knownBytes > 0)}"
        if let key { try await store.keep(answer: answer, digest: digest, key: key, of: program.id, at: house.clock()) }
        return Self.json(answer)
    }

    private static func json(_ text: String) -> Content { Content(text + "\n", type: "application/json") }

    /// RFC 9457
    private func problem(_ status: HTTPResponse.Status, _ detail: String) -> Content {
        Content(
            "{\"status\": \(status.code), \"title\": \"\(status.reasonPhrase)\", \"detail\": \(JSON.quoted(detail))}\n",
            type: "application/problem+json", status: status)
    }
}
