public import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A job to be put in the queue.
public struct NewJob: Sendable, Hashable {
    /// The name of its kind.
    public let kind: String
    /// What it needs to know, as JSON.
    public let payload: String
    /// Two jobs of a kind with the same key are the same job: the second is not queued, also a month after the first was done.
    public let key: String?
    /// Not before this moment; `nil` for at once.
    public let due: Instant?

    /// A job that needs to know something.
    /// - Throws: `EncodingError` where `payload` cannot be written as JSON.
    public init(_ kind: String, payload: some Encodable, key: String? = nil, due: Instant? = nil) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(kind: kind, json: String(decoding: try encoder.encode(payload), as: UTF8.self), key: key, due: due)
    }

    /// A job that needs to know nothing.
    public init(_ kind: String, key: String? = nil, due: Instant? = nil) { self.init(kind: kind, json: "null", key: key, due: due) }

    private init(kind: String, json: String, key: String?, due: Instant?) {
        self.kind = kind
        payload = json
        self.key = key
        self.due = due
    }
}

/// What became of a job that was to be queued.
public enum JobReceipt: Sendable, Hashable {
    /// It waits, under this number.
    case queued(Int64)
    /// A job with its key waits, runs, or was done not long ago.
    case already
}

extension JobContext {
    /// What the job was given.
    /// - Throws: ``HopelessJob`` where it has another form, as after an upgrade that changed it.
    public func payload<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(payload.utf8))
        } catch {
            throw HopelessJob("what the job was given cannot be read as \(type): \(payload.prefix(200))")
        }
    }
}
