public import Vocabulary

/// One entry of the ledger: that something was done, when, by whom, towards what kind of person, and a digest of what it was.
///
/// An entry is made to be shown: whoever keeps the ledger puts a pseudonym for the actor, and a digest from which the content cannot be
/// guessed.
public struct LedgerEntry: Sendable, Hashable {
    /// Its place in the log, from 0.
    public let sequence: Int
    /// What is said.
    public let statement: LedgerStatement

    /// With its values.
    public init(sequence: Int, _ statement: LedgerStatement) {
        self.sequence = sequence
        self.statement = statement
    }
}

/// What an entry says, before it has a place in the log.
public struct LedgerStatement: Sendable, Hashable {
    /// When; whole seconds are kept.
    public let time: Instant
    /// What was done: `inform`, `open-sealed`.
    public let deed: String
    /// Who did it, by a pseudonym.
    public let actor: String
    /// What kind of person or thing it concerned: `owner`, `public`.
    public let subjectClass: String
    /// Under which label.
    public let tlp: TLP
    /// 32 bytes that stand for what it was.
    public let digest: TreeHash
    /// Whether it was done as an exercise.
    public let isExercise: Bool

    /// A statement.
    /// - Throws: ``LedgerError/wrongWord(field:_:)`` where deed, actor or class are more than small letters, digits, `-`, `.` and `_`, or longer
    ///   than 64 of them.
    public init(
        time: Instant, deed: String, actor: String, subjectClass: String, tlp: TLP, digest: TreeHash, isExercise: Bool = false
    ) throws {
        for (field, word) in [("deed", deed), ("actor", actor), ("class", subjectClass)] where !LedgerStatement.isWord(word.utf8) {
            throw LedgerError.wrongWord(field: field, word)
        }
        self.time = Instant(seconds: time.seconds)
        self.deed = deed
        self.actor = actor
        self.subjectClass = subjectClass
        self.tlp = tlp
        self.digest = digest
        self.isExercise = isExercise
    }

    private static func isWord(_ bytes: String.UTF8View) -> Bool {
        !bytes.isEmpty && bytes.count <= 64
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension LedgerEntry {
    /// The bytes of its leaf: one line of JSON without line end, its members always in the same order. There is one line for an entry and one
    /// entry for a line.
    public var line: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(320)
        write(to: &line)
        return line
    }

    /// The hash of its leaf.
    public var leaf: TreeHash { .leaf(line) }

    func write(to line: inout [UInt8]) {
        line.append(contentsOf: #"{"sequence":"#.utf8)
        line.append(contentsOf: String(sequence).utf8)
        line.append(contentsOf: #","time":""#.utf8)
        withUnsafeTemporaryAllocation(byteCount: Instant.maximumTextLength, alignment: 1) { buffer in
            let length = statement.time.write(into: buffer)
            line.append(contentsOf: buffer[..<length])
        }
        line.append(contentsOf: #"","deed":""#.utf8)
        line.append(contentsOf: statement.deed.utf8)
        line.append(contentsOf: #"","actor":""#.utf8)
        line.append(contentsOf: statement.actor.utf8)
        line.append(contentsOf: #"","class":""#.utf8)
        line.append(contentsOf: statement.subjectClass.utf8)
        line.append(contentsOf: #"","tlp":""#.utf8)
        line.append(contentsOf: statement.tlp.label.utf8)
        line.append(contentsOf: #"","digest":""#.utf8)
        statement.digest.writeHex(to: &line)
        line.append(contentsOf: (statement.isExercise ? #"","realm":"exercise"}"# : #""}"#).utf8)
    }

    /// Reads the bytes of a leaf; nil where they are not exactly what ``line`` would write.
    public init?(line: some Collection<UInt8>) {
        var rest = Substring(decoding: line, as: UTF8.self)
        func member(_ name: String, _ end: String) -> Substring? {
            guard rest.hasPrefix(name) else { return nil }
            rest = rest.dropFirst(name.count)
            guard let stop = rest.firstIndex(where: { end.first == $0 }) else { return nil }
            let value = rest[..<stop]
            rest = rest[stop...]
            return value
        }
        guard let sequence = member(#"{"sequence":"#, ",").flatMap({ Int($0) }),
            let time = member(#","time":""#, "\"").flatMap({ Instant($0) }),
            let deed = member(#"","deed":""#, "\""), let actor = member(#"","actor":""#, "\""),
            let subjectClass = member(#"","class":""#, "\""), let tlp = member(#"","tlp":""#, "\"").flatMap({ TLP($0) }),
            let digest = member(#"","digest":""#, "\"").flatMap({ TreeHash(text: $0) }),
            rest == #""}"# || rest == #"","realm":"exercise"}"#,
            let statement = try? LedgerStatement(
                time: time, deed: String(deed), actor: String(actor), subjectClass: String(subjectClass), tlp: tlp, digest: digest,
                isExercise: rest != #""}"#)
        else { return nil }
        self.init(sequence: sequence, statement)
        guard self.line.elementsEqual(line) else { return nil }
    }
}
