internal import Crypto
internal import Foundation
internal import Vocabulary

/// What an advisory or a warning says: all that its writer fills in.
struct AdvisoryContent: Codable, Sendable, Hashable {
    /// Whom it is for first.
    enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// Experts: a vulnerability, products, what to do. It becomes a CSAF document.
        case advisory
        /// Everyone: a danger in plain words.
        case warning
    }

    var kind: Kind
    /// CLEAR, GREEN or AMBER: what is marked higher is told to people by name, not published.
    var tlp = TLP.clear
    /// The language it is written in first; the others follow it.
    var language: String
    /// By language code.
    var texts: [String: AdvisoryTexts] = [:]
    var severity = Severity.medium
    var sectors: [String] = []
    var products: [AffectedProduct] = []
    var vulnerabilities: [DescribedVulnerability] = []
    /// What mends it: `vendor_fix`, `workaround`, `mitigation`, `none_available`, `no_fix_planned` (CSAF 2.0 section 3.2.3.12.1).
    var remedy = "vendor_fix"
    var references: [Reference] = []
    var rating: RiskRating?
    /// Nothing of it is public before.
    var embargo: Instant?
    /// What is new in this version, for the revision history.
    var change = ""
    /// Why it was taken back; then its page says so.
    var withdrawn: String?

    struct Reference: Codable, Sendable, Hashable {
        var url: String
        var summary: String
    }

    /// The texts of the language it is written in.
    var main: AdvisoryTexts { texts[language] ?? AdvisoryTexts() }

    /// The texts a reader of a language gets, and which language they are in.
    func texts(for code: String) -> (texts: AdvisoryTexts, language: String) {
        if let texts = texts[code], !texts.title.isEmpty { return (texts, code) }
        return (main, language)
    }

    /// How far the texts of a language are.
    func translation(_ code: String) -> Translation {
        guard code != language else { return .original }
        guard let texts = texts[code], !texts.title.isEmpty else { return .missing }
        guard let basis = texts.basis else { return .draft }
        return basis == main.fingerprint ? .done : .outdated
    }

    enum Translation: String, Sendable, Hashable { case original, missing, draft, done, outdated }

    /// The languages a reader may choose.
    var languages: [String] { texts.filter { !$0.value.title.isEmpty }.keys.sorted() }
    /// The identifiers of its vulnerabilities.
    var cves: [String] { vulnerabilities.compactMap(\.cve) }
    var isExploited: Bool { vulnerabilities.contains(where: \.isExploited) }
    /// Whether it says something to people who are no experts.
    var speaksToEveryone: Bool { kind == .warning || !main.happened.isEmpty }
}

/// Its texts in one language.
struct AdvisoryTexts: Codable, Sendable, Hashable {
    var title = ""
    /// For experts: in short.
    var summary = ""
    /// For experts: what is known.
    var detail = ""
    /// For experts: what to do.
    var advice = ""
    /// For everyone: what happened.
    var happened = ""
    /// For everyone: am I affected?
    var concerned = ""
    /// For everyone: what do I do now, a step a line.
    var steps = ""
    /// The fingerprint of the texts that a finished translation follows.
    var basis: String?

    /// Changes with any word.
    var fingerprint: String {
        let all = [title, summary, detail, advice, happened, concerned, steps].joined(separator: "\u{1F}")
        return SHA256.hash(data: Data(all.utf8)).prefix(8).map { String(format: "%02x", $0) }.joined()
    }

    var stepLines: [String] {
        steps.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    static let fields: [(name: String, path: any WritableKeyPath<AdvisoryTexts, String> & Sendable)] = [
        ("title", \.title), ("summary", \.summary), ("detail", \.detail), ("advice", \.advice), ("happened", \.happened),
        ("concerned", \.concerned), ("steps", \.steps),
    ]
}

/// A product and how it stands.
struct AffectedProduct: Codable, Sendable, Hashable {
    /// How a product stands towards the vulnerabilities (CSAF 2.0 section 3.2.3.9).
    enum Status: String, Codable, Sendable, Hashable, CaseIterable {
        case affected = "known_affected"
        case fixed
        case notAffected = "known_not_affected"
        case investigated = "under_investigation"
    }

    var vendor: String
    var name: String
    var version: String
    var status: Status
    /// CPE 2.3, by which an inventory finds it.
    var cpe: String?

    var label: String { [vendor, name, version].filter { !$0.isEmpty }.joined(separator: " ") }

    /// Whether the version stands for several: words and signs that a single version must not hold (CSAF 2.0 section 6.1.31).
    var isRange: Bool {
        if version.hasPrefix("vers:") || version.contains(where: { "<>*≤≥–".contains($0) }) { return true }
        let words = Set(version.lowercased().split { !$0.isLetter }.map(String.init))
        let several: Set = ["after", "all", "before", "earlier", "later", "prior", "versions", "through", "until", "up", "and", "from"]
        return !words.isDisjoint(with: several)
    }
}

/// A vulnerability as the advisory describes it.
struct DescribedVulnerability: Codable, Sendable, Hashable, Identifiable {
    /// Names it within the advisory.
    var id: String
    var cve: String?
    var title = ""
    /// `CWE-79`
    var weakness: String?
    /// The name of the weakness as the CWE has it.
    var weaknessName: String?
    var vector3: String?
    var vector4: String?
    var isExploited = false

    var label: String { cve ?? title }
}
