import EventStore
import Foundation
import Vocabulary

@testable import Centre
@testable import Notices
@testable import keshik

/// What hostile providers and strangers write.
enum Hostile {
    /// Each holds a mark by which it is known again where it became more than text.
    static let texts = [
        "<i data-evil>x</i>", "\"><script data-evil>x</script>", "' data-evil='x", "{{frame.csrf}}{{{frame.nonce}}}{{>centre/problem}}",
        "=cmd|'/c calc'!A1<i data-evil>", "a\r\nSet-Cookie: evil=1\r\nBcc: evil@evil.example\r\n\r\n<i data-evil>",
        "</title></textarea></style><svg data-evil onload=x>", "javascript:alert(1)//<i data-evil>", "\u{202E}<i data-evil>\u{0}",
    ]

    /// Fields that a provider fills as it likes.
    private static let fields = [
        "classification.identifier", "malware.name", "source.fqdn", "source.url", "source.account", "protocol.application", "feed.name",
        "feed.provider", "event_description.text", "comment", "destination.fqdn", "source.reverse_dns", "status", "source.as_name",
    ]

    /// A line of IDF JSON for each text, at an address of an owner.
    static func lines(at network: String, from first: Int = 7) -> [String] {
        let time = "\(Settings.now() - .seconds(3600))".prefix(19) + "+00:00"
        return texts.enumerated().map { place, text in
            let filled = fields.map { "\"\($0)\": \(JSON.quoted(text))" }.joined(separator: ", ")
            return """
                {"classification.type": "infected-system", "source.ip": "\(network).\(first + place)", "source.asn": 64500, \
                "severity": "high", "time.source": "\(time)", "extra.note": \(JSON.quoted(text)), \(filled)}
                """
        }
    }

    /// What of a page became more than text; nil for what is no page.
    static func harm(_ page: String, type: String?) -> String? {
        guard type?.hasPrefix("text/html") == true else { return nil }
        for mark in ["<i data-evil", "<script data-evil", "' data-evil='x", "<svg data-evil", "href=\"javascript:"] {
            if let range = page.range(of: mark) {
                return String(page[..<range.lowerBound].suffix(80)) + String(page[range.lowerBound...].prefix(80))
            }
        }
        return nil
    }
}

extension InsideCentre {
    /// Both owners have findings and notices whose words are hostile.
    func fill() async throws {
        try await take(Hostile.lines(at: "192.0.2") + Hostile.lines(at: "192.0.2", from: 200))
        guard let notices = centre.capabilities.compactMap({ $0 as? Notices }).first else { return }
        try await centre.house.records.write { database in
            for entry in try NoticeStore.entries(database) {
                try NoticeStore.approveRule(entry.rule.id, version: entry.version, by: "test", database)
            }
        }
        let caught = centre.house.data + "/mail-caught/new"
        try await withJobs {
            _ = try await notices.decideNow(isForced: true)
            for _ in 0..<400 {
                if try FileManager.default.contentsOfDirectory(atPath: caught).count >= 2 { break }
                try await Task.sleep(for: .milliseconds(25))
            }
        }
    }
}
