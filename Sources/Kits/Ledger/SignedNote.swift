/// A text with signatures below it (c2sp.org/signed-note).
public struct SignedNote: Sendable, Hashable, CustomStringConvertible {
    /// The line of one signature.
    public struct Line: Sendable, Hashable {
        /// The key's name.
        public let name: String
        /// The key's id.
        public let id: [UInt8]
        /// The signature.
        public let signature: [UInt8]

        var text: String { "\u{2014} \(name) \(Base64.text(id + signature))\n" }
    }

    /// The text, with the line end at its end.
    public let text: String
    /// The signatures.
    public private(set) var lines: [Line]

    /// A text without signatures yet, one line or more, each with its end.
    init(unsigned text: String) {
        self.text = text
        lines = []
    }

    /// Reads a signed note.
    /// - Throws: ``LedgerError/wrongNote(_:)``
    public init(_ content: some Collection<UInt8>) throws {
        guard content.count <= 1 << 16 else { throw LedgerError.wrongNote("it is longer than 64 KiB") }
        guard let all = String(validating: content, as: UTF8.self) else { throw LedgerError.wrongNote("it is not UTF-8") }
        guard all.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }) else {
            throw LedgerError.wrongNote("it holds control characters")
        }
        // By bytes: a combining mark behind a line end would hide it from searches by letters.
        let bytes = Array(all.utf8)
        guard bytes.last == 0x0A, let gap = (1..<max(bytes.count - 1, 1)).last(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
            throw LedgerError.wrongNote("no empty line parts the text from its signatures")
        }
        text = String(decoding: bytes[..<gap], as: UTF8.self)
        lines = try bytes[(gap + 1)...].dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            let parts = String(decoding: line, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, let bytes = Base64.bytes(parts[2]), bytes.count > 4 else {
                throw LedgerError.wrongNote("a line below the text is no signature")
            }
            return Line(name: String(parts[1]), id: Array(bytes.prefix(4)), signature: Array(bytes.dropFirst(4)))
        }
    }

    /// The text, an empty line, and the signatures.
    public var description: String { text + "\n" + lines.map(\.text).joined() }

    /// Its bytes.
    public var bytes: [UInt8] { Array(description.utf8) }

    /// Adds a signature.
    /// - Parameter time: of a witness's signature, in seconds since 1970
    public mutating func sign(with signer: NoteSigner, time: UInt64 = 0) throws {
        lines.append(Line(name: signer.verifier.name, id: signer.verifier.id, signature: try signer.signature(of: text, time: time)))
    }

    /// Adds a signature line that is not there yet; one of the same key is replaced.
    mutating func add(_ line: Line) {
        lines.removeAll { $0.name == line.name && $0.id == line.id }
        lines.append(line)
    }

    /// Whether a key signed it: nil where there is no line of the key, false where there is one that does not hold.
    public func isSigned(by key: NoteVerifier) -> Bool? {
        let own = lines.filter { $0.name == key.name && $0.id == key.id }
        if own.isEmpty { return nil }
        return own.allSatisfy { line in
            switch key.kind {
            case .ed25519: return line.signature.count == 64 && key.verify(line.signature, of: Array(text.utf8))
            case .cosignature:
                guard line.signature.count == 72, let time = Self.time(line) else { return false }
                return key.verify(line.signature.dropFirst(8), of: Cosignature.message(text, time: time))
            }
        }
    }

    /// When a witness says it signed, in seconds since 1970; nil where it did not.
    public func time(of witness: NoteVerifier) -> UInt64? {
        guard witness.kind == .cosignature else { return nil }
        return lines.first { $0.name == witness.name && $0.id == witness.id }.flatMap(Self.time)
    }

    private static func time(_ line: Line) -> UInt64? {
        guard line.signature.count == 72 else { return nil }
        let time = line.signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        return time <= UInt64(Int64.max) ? time : nil
    }
}
