internal import Centre
internal import Vocabulary

/// What changed between two texts, word by word.
enum TextDifference {
    enum Kind: Sendable, Hashable { case same, added, removed }

    struct Piece: Sendable, Hashable {
        var text: String
        let kind: Kind
    }

    /// Pieces that make up the new text where the removed are left out, and the old one where the added are.
    static func between(_ before: String, _ after: String) -> [Piece] {
        let (old, new) = (words(before), words(after))
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var pieces: [Piece] = []
        func append(_ text: Substring, _ kind: Kind) {
            if pieces.last?.kind == kind {
                pieces[pieces.count - 1].text += text
            } else {
                pieces.append(Piece(text: String(text), kind: kind))
            }
        }
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                append(old[left], .removed)
                left += 1
            } else if right < new.count, added.contains(right) {
                append(new[right], .added)
                right += 1
            } else if right < new.count {
                append(new[right], .same)
                left += 1
                right += 1
            } else {
                break
            }
        }
        return pieces
    }

    /// Words with the white space after them.
    private static func words(_ text: String) -> [Substring] {
        var words: [Substring] = []
        var start = text.startIndex
        var index = start
        var isInSpace = false
        while index < text.endIndex {
            let isSpace = text[index].isWhitespace
            if isInSpace, !isSpace {
                words.append(text[start..<index])
                start = index
            }
            isInSpace = isSpace
            index = text.index(after: index)
        }
        if start < text.endIndex { words.append(text[start...]) }
        return words
    }
}

/// What changed between two contents, field by field, in words.
struct ContentChange: Sendable, Hashable {
    let field: String
    let before: String
    let after: String

    static func between(_ old: AdvisoryContent, _ new: AdvisoryContent, _ words: Words, _ zone: Zone) -> [ContentChange] {
        var changes: [ContentChange] = []
        func add(_ field: String, _ before: String, _ after: String) {
            if before != after { changes.append(ContentChange(field: field, before: before, after: after)) }
        }
        for code in Set(old.texts.keys).union(new.texts.keys).sorted() {
            let (before, after) = (old.texts[code] ?? AdvisoryTexts(), new.texts[code] ?? AdvisoryTexts())
            for (name, path) in AdvisoryTexts.fields {
                add("\(words["advisories.field.\(name)"]) (\(code))", before[keyPath: path], after[keyPath: path])
            }
        }
        func pair(_ key: String, _ text: (AdvisoryContent) -> String) { add(words[key], text(old), text(new)) }
        pair("advisories.field.tlp") { $0.tlp.label }
        pair("advisories.field.severity") { words["common.severity.\($0.severity.name)"] }
        pair("advisories.field.embargo") { $0.embargo.map { words.dateTime($0, zone: zone) } ?? "" }
        pair("advisories.field.sectors") { $0.sectors.map(words.sector).joined(separator: ", ") }
        pair("advisories.field.remedy") { words["advisories.remedy.\($0.remedy)"] }
        pair("advisories.field.references") { $0.references.map { "\($0.url) \($0.summary)" }.joined(separator: "\n") }
        pair("advisories.tab.products") {
            $0.products.map { "\($0.label): \(words["advisories.product.is.\($0.status.rawValue)"]) \($0.cpe ?? "")" }.joined(
                separator: "\n")
        }
        pair("advisories.tab.vulnerabilities") {
            $0.vulnerabilities.map { one in
                [one.cve, one.title, one.weakness, one.vector3, one.vector4, one.isExploited ? words["advisories.exploited"] : nil]
                    .compactMap(\.self).joined(separator: " ")
            }.joined(separator: "\n")
        }
        pair("advisories.tab.rating") { content in
            guard let rating = content.rating else { return "" }
            let levels = [rating.chanceLevel, rating.damageLevel].map { $0.map { words["advisories.rating.level.\($0.name)"] } ?? "–" }
            return levels.joined(separator: " × ") + (rating.reason.isEmpty ? "" : "\n" + rating.reason)
        }
        pair("advisories.field.withdrawn") { $0.withdrawn ?? "" }
        return changes
    }
}
