internal import Vocabulary
/// The start of a document: all that must be there, in order, to be filled in.
public struct DraftDocument: Sendable {
    /// The version of CSAF.
    public var version: CSAFVersion
    /// The category: `csaf_security_advisory`.
    public var category: String
    /// The identifier.
    public var id: String
    /// The title.
    public var title: String
    /// The issuing party: category, name, namespace.
    public var publisher: (category: String, name: String, namespace: String)
    /// The TLP label of version 2.0 of the protocol: `CLEAR`.
    public var label: String
    /// The language.
    public var language: String?
    /// Notes: category, title, text.
    public var notes: [(category: String, title: String, text: String)] = []
    /// References: category, summary, address.
    public var references: [(category: String, summary: String, url: String)] = []
    /// The revisions, the oldest first: number, date, summary.
    public var revisions: [(number: String, date: String, summary: String)] = []
    /// `draft`, `interim` or `final`.
    public var status = "draft"
    /// `product_tree`, whole.
    public var productTree: JSONDraft?
    /// `vulnerabilities`, whole.
    public var vulnerabilities: [JSONDraft] = []
    /// Who credited whom: names and organisation.
    public var acknowledgments: [JSONDraft] = []
    /// Other names of the document.
    public var aliases: [String] = []

    /// A draft of today.
    public init(
        version: CSAFVersion, category: String = "csaf_security_advisory", id: String, title: String,
        publisher: (category: String, name: String, namespace: String), label: String = "CLEAR", language: String? = nil,
        now: Timestamp = .now
    ) {
        self.version = version
        self.category = category
        self.id = id
        self.title = title
        self.publisher = publisher
        self.label = label
        self.language = language
        revisions = [("1", now.text, "First version.")]
    }

    /// The document, its members in alphabetical order.
    public var json: JSONDraft {
        var tracking: JSONDraft = [
            "current_release_date": .text(revisions.last?.date ?? ""), "id": .text(id),
            "initial_release_date": .text(revisions.first?.date ?? ""),
            "revision_history": .list(
                revisions.map { ["date": .text($0.date), "number": .text($0.number), "summary": .text($0.summary)] }),
            "status": .text(status), "version": .text(revisions.last?.number ?? "1"),
        ]
        if !aliases.isEmpty { tracking["aliases"] = .list(aliases.map { .text($0) }) }
        let ownLabel = version == .v2_0 ? (label == "CLEAR" ? "WHITE" : label == "AMBER+STRICT" ? "AMBER" : label) : label
        var document: JSONDraft = [
            "category": .text(category), "csaf_version": .text(version.rawValue), "distribution": ["tlp": ["label": .text(ownLabel)]],
            "publisher": [
                "category": .text(publisher.category), "name": .text(publisher.name), "namespace": .text(publisher.namespace),
            ], "title": .text(title), "tracking": tracking,
        ]
        if let language { document["lang"] = .text(language) }
        if !acknowledgments.isEmpty { document["acknowledgments"] = .list(acknowledgments) }
        if !notes.isEmpty {
            document["notes"] = .list(
                notes.map { note in
                    var draft: JSONDraft = ["category": .text(note.category), "text": .text(note.text)]
                    if !note.title.isEmpty { draft["title"] = .text(note.title) }
                    return draft
                })
        }
        if !references.isEmpty {
            document["references"] = .list(
                references.map { ["category": .text($0.category), "summary": .text($0.summary), "url": .text($0.url)] })
        }
        var root: JSONDraft = ["document": document]
        if version == .v2_1 { root["$schema"] = "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json" }
        if let productTree { root["product_tree"] = productTree }
        if !vulnerabilities.isEmpty { root["vulnerabilities"] = .list(vulnerabilities) }
        return root.sorted
    }
}

/// What a document of another format became.
public struct ConvertedDraft: Sendable {
    /// The draft.
    public let json: JSONDraft
    /// What could not be taken over, or needs a look.
    public let remarks: [String]
}

/// Why a document of another format cannot be taken over.
public enum ConversionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It is no document of the format.
    case notOfFormat(String)

    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .notOfFormat(let what): what
        }
    }
}

/// Formats that drafts are made from.
public enum DraftSource: String, CaseIterable, Sendable {
    /// A record of the CVE programme, JSON 5.
    case cve
    /// A record of the Open Source Vulnerability format.
    case osv
    /// The Common Vulnerability Reporting Framework 1.2, in XML.
    case cvrf

    /// The format of a document; `nil` where it is none of these.
    public static func detect(_ bytes: [UInt8]) -> DraftSource? {
        guard let first = bytes.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else { return nil }
        if first == 0x3C { return .cvrf }
        guard let root = try? JSONTree(bytes).root else { return nil }
        if root["dataType"]?.isText("CVE_RECORD") == true { return .cve }
        return root["id"] != nil && root["modified"] != nil ? .osv : nil
    }
}
