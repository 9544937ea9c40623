internal import Centre
internal import Vocabulary

/// Writes the mails to subscribers.
struct AdvisoryLetters: Sendable {
    let catalogue: Catalogue
    let naming: WebFrame.Naming
    let site: String
    let zone: Zone

    /// The subject of a mail about an advisory.
    func subject(_ content: AdvisoryContent, tracking: String, words: Words) -> String {
        let title = content.texts(for: words.code).texts.title
        return "[\(naming.short)] \(words["common.severity.\(content.severity.name)"]): \(title)".oneLine
    }

    /// The text of a mail.
    /// - Parameter leave: the address that ends the subscription; nil in a preview
    func text(_ content: AdvisoryContent, tracking: String, words: Words, leave: String?) -> String {
        let texts = content.texts(for: words.code).texts
        var lines = [texts.title, String(repeating: "=", count: min(texts.title.count, 72)), ""]
        lines.append("\(words["advisories.field.severity"]): \(words["common.severity.\(content.severity.name)"])")
        lines.append("\(words["advisories.fact.id"]): \(tracking) · \(words.mark(content.tlp).label)")
        if !content.cves.isEmpty { lines.append(content.cves.joined(separator: ", ")) }
        lines.append("")
        if let reason = content.withdrawn { lines += [words["advisories.public.withdrawn"], reason, ""] }
        var parts: [(String, String)] = []
        if content.kind == .advisory { parts += [("summary", texts.summary), ("advice", texts.advice)] }
        parts += [("happened", texts.happened), ("concerned", texts.concerned)]
        for (name, text) in parts where !text.isEmpty { lines += [words["advisories.field.\(name)"], text, ""] }
        if !texts.stepLines.isEmpty {
            lines.append(words["advisories.field.steps"])
            lines += texts.stepLines.enumerated().map { "\($0 + 1). \($1)" } + [""]
        }
        if !content.products.isEmpty {
            lines.append(words["advisories.tab.products"])
            lines += content.products.prefix(50).map { "- \($0.label): \(words["advisories.product.is.\($0.status.rawValue)"])" } + [""]
        }
        let path = content.kind == .advisory ? "advisories" : "warnings"
        lines += ["\(words["advisories.mail.read"]) \(site)/\(path)/\(tracking)", "", "-- ", naming.full(in: words.code)]
        if let leave { lines += ["\(words["advisories.mail.leave"]) \(leave)"] }
        return lines.joined(separator: "\n") + "\n"
    }
}
