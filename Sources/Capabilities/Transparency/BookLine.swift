internal import Centre
internal import Ledger
internal import Vocabulary

/// A line of the book: what an entry of the log stands for.
struct BookLine: Sendable, Hashable {
    let id: String
    let deed: String
    let actor: String
    /// Empty where nobody had to approve it.
    var approver = ""
    let subjectClass: String
    var capability = ""
    var channel = ""
    let reference: String
    let tlp: TLP
    var isExercise = false
    let time: Instant
    /// SHA-256 of what was said or opened.
    let content: [UInt8]

    /// What the entry commits to. Whoever is given these words and the opening can see that the entry is about them; without the opening they
    /// cannot be guessed from the digest.
    var words: [UInt8] {
        let fields = [
            ("id", id), ("deed", deed), ("actor", actor), ("approver", approver), ("class", subjectClass), ("capability", capability),
            ("channel", channel), ("reference", reference), ("tlp", tlp.label), ("time", Instant(seconds: time.seconds).iso8601),
            ("content", Hex.text(content)),
        ]
        return Array(("{" + fields.map { JSON.quoted($0.0) + ":" + JSON.quoted($0.1) }.joined(separator: ",") + "}").utf8)
    }

    /// HMAC-SHA256 over the words, the opening being the key.
    func digest(opening: [UInt8]) -> [UInt8] { SigningKey(bytes: opening).signature(of: words) }
}

/// A line as it is kept.
struct KeptLine: Sendable {
    let number: Int64
    let line: BookLine
    let opening: [UInt8]
    let pseudonym: String
    let digest: [UInt8]
    /// Its place in the log; nil while it waits.
    let sequence: Int?

    /// What its entry says.
    var statement: LedgerStatement {
        get throws {
            guard let digest = TreeHash(digest) else { throw TransparencyError.brokenLine(line.id) }
            return try LedgerStatement(
                time: line.time, deed: line.deed, actor: pseudonym, subjectClass: line.subjectClass, tlp: line.tlp, digest: digest,
                isExercise: line.isExercise)
        }
    }
}

extension BookLine {
    /// An act towards the outside.
    init(_ entry: ActEntry) {
        let subject =
            switch entry.act {
            case .refer: "law-enforcement"
            case .publish: "public"
            case .exchange: "team"
            case .assist: "party"
            case .warn: entry.audience == .everyone ? "public" : "owner"
            case .inform, .recommend: "owner"
            }
        self.init(
            id: "act:\(entry.id)", deed: entry.act.rawValue, actor: entry.author, approver: entry.approver ?? "", subjectClass: subject,
            capability: entry.capability, channel: entry.channel, reference: entry.reference, tlp: entry.tlp,
            isExercise: entry.realm == .exercise, time: entry.planned, content: entry.digest)
    }

    /// What a capability enters besides.
    init(_ line: LedgerLine, isExercise: Bool) {
        self.init(
            id: line.id, deed: line.deed, actor: line.actor, subjectClass: line.subjectClass, reference: line.reference, tlp: line.tlp,
            isExercise: isExercise, time: line.time, content: line.digest)
    }
}

/// Why the book cannot be kept.
enum TransparencyError: Error, Sendable, Hashable, CustomStringConvertible {
    case brokenLine(String)
    case ledgerBehind(records: Int, ledger: Int)

    var description: String {
        switch self {
        case .brokenLine(let id):
            "the line \(id) of the book in the records cannot be read; `keshik db check` says whether they are damaged"
        case .ledgerBehind(let records, let ledger):
            "the records know \(records) entries of the ledger, which has \(ledger): its folder is an older copy. Nothing leaves until the newer "
                + "one is put back, because what witnesses saw would be denied"
        }
    }
}

/// What opens the digest of an entry: known to the centre alone until it shows it to somebody.
enum Opening {
    static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// Lower-case hexadecimal digits.
enum Hex {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
