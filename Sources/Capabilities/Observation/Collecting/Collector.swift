internal import Centre
internal import Vocabulary

/// Something that fetches deliveries by a timetable.
struct Collector: Sendable, Hashable, Identifiable {
    /// Where deliveries come from.
    enum Kind: String, Sendable, CaseIterable {
        /// Files laid into a folder below `incoming` of the data folder.
        case folder
        /// One address of the web.
        case https
        /// The reports API of the Shadowserver Foundation.
        case shadowserver
        /// A mailbox on a server (IMAP).
        case mailbox
    }

    /// How it shows who it is.
    enum Credential: String, Sendable, CaseIterable, Codable { case none, basic, bearer, header }

    /// What it is told; which of them count depends on its kind.
    struct Settings: Sendable, Hashable, Codable {
        /// A folder's name, or an address.
        var place = ""
        var credential = Credential.none
        /// The user's name, or the header's; the API key of Shadowserver.
        var name = ""
        /// Shadowserver: names of mailing lists, separated by commas; all where empty.
        var reports = ""
        /// Shadowserver: how many days back it looks.
        var days = 3
        /// A folder: files that were taken in are moved to `done` within it.
        var movesFiles = true
        /// A mailbox: its name on the server; `INBOX` for nil.
        var mailbox: String?
        /// A mailbox: whether the connection begins unencrypted and changes (STARTTLS) rather than being encrypted from the first byte.
        var startsPlain: Bool?
        /// A mailbox: addresses or domains whose mails alone are read, separated by commas; all for nil. Senders can be made up.
        var senders: String?
    }

    var id: String
    var name: String
    var kind: Kind
    /// The code of the feed of all deliveries; nil where each is recognised.
    var feed: String?
    var settings: Settings
    /// As in crontab, by the clocks of the centre.
    var schedule: String
    var isEnabled: Bool
    /// How far it came: entity tags, dates, what it has already.
    var mark: [String: String] = [:]

    /// The name of its password, token or key among the secrets.
    var secret: String { "observation.collector." + id }

    /// Whether it needs a secret to work.
    var needsSecret: Bool { kind == .shadowserver || kind == .mailbox || (kind == .https && settings.credential != .none) }
}

/// What became of one collection, upload or batch of a program.
struct Collection: Sendable, Hashable, Identifiable {
    enum Way: String, Sendable { case collector, upload, program }
    enum Result: String, Sendable {
        /// Events came.
        case done
        /// There was a delivery without rows.
        case empty
        /// Nothing new since the last time.
        case unchanged
        case failed
    }

    var id: Int64 = 0
    var collector: String?
    var way: Way
    var by: String
    var feeds: [String]
    var started: Instant
    var ended: Instant
    var result: Result
    var text: String
    var files = 0
    var events = 0
    var rejected = 0
    var knownBytes = 0
}

/// Why a delivery could not be fetched.
enum CollectorError: Error, Sendable, Hashable, CustomStringConvertible {
    case noSecret
    case noFolder(String)
    case status(Int, String)
    case tooLarge(limit: Int)
    case unexpected(String)
    case refused(String)

    var description: String {
        switch self {
        case .noSecret: "no password, token or key is set; edit the collector and enter it"
        case .noFolder(let path): "the folder \(path) does not exist; make it, or name another"
        case .status(let code, let address): "\(address) answered \(code)" + Self.meaning(code)
        case .tooLarge(let limit): "the answer is larger than \(limit >> 20) MiB and was not taken"
        case .unexpected(let what): "the answer is not what was expected: \(what)"
        case .refused(let why): why
        }
    }

    private static func meaning(_ code: Int) -> String {
        switch code {
        case 401, 403: ": check user name, token or key"
        case 404, 410: ": check the address"
        case 429: ": too many requests; collect less often"
        case 500...: ": the provider has a problem; it is tried again"
        default: ""
        }
    }
}
