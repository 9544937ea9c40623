internal import Centre
internal import Vocabulary

/// The forms of one referral.
struct ReferralForms {
    let desk: ReferralDesk
    let referral: Referral
    let items: [ReferralItem]
    let words: Words
    private var path: String { "/referrals/\(referral.id)" }

    var draft: Parts.Form {
        let types: [(value: String, label: String)] =
            [("", "–")]
            + IncidentType.allCases.map { (value: $0.name, label: words["common.type.\($0.name)"]) }
            .sorted { $0.label < $1.label }
        let proposed = Set(desk.bases.proposed(for: referral.type).map(\.id))
        let bases: [(value: String, label: String)] = desk.bases.all.map { basis in
            (basis.id, words.basis(basis) + (proposed.contains(basis.id) ? " · \(words["referrals.field.proposed"])" : ""))
        }
        let kinds: [(value: String, label: String)] = Redaction.Kind.allCases.map {
            ($0.rawValue, words["referrals.redact.\($0.rawValue)"])
        }
        let languages: [(value: String, label: String)] = desk.maker.catalogue.languages.map { ($0.code, $0.label) }
        return Parts.Form(
            path,
            fields: [
                Parts.Field("title", words["referrals.column.title"], value: referral.title, isRequired: true),
                Parts.Field(
                    "authority", words["referrals.column.authority"], value: referral.authority,
                    hint: words["referrals.field.authorityHint"],
                    isRequired: true),
                Parts.Field("type", words["referrals.column.type"], options: types, selected: [referral.type?.name ?? ""]),
                Parts.Field(
                    "basis", words["referrals.column.basis"], .choices, options: bases, selected: Set(referral.bases),
                    hint: words["referrals.field.basisHint"]),
                Parts.Field(
                    "facts", words["referrals.field.facts"], .area(rows: 8), value: referral.facts,
                    hint: words["referrals.field.factsHint"],
                    isRequired: true),
                Parts.Field(
                    "kinds", words["referrals.field.kinds"], .choices, options: kinds,
                    selected: Set(referral.redaction.kinds.map(\.rawValue))),
                Parts.Field(
                    "terms", words["referrals.field.terms"], .area(rows: 3), value: referral.redaction.terms.joined(separator: "\n"),
                    hint: words["referrals.field.termsHint"]),
                Parts.Field("language", words["referrals.field.language"], options: languages, selected: [referral.language]),
            ], submit: words["common.action.save"])
    }

    /// Which items go along.
    var choice: Parts.Form {
        let options: [(value: String, label: String)] = items.map { item in
            switch item.content {
            case .text(let text): (value: "\(item.id)", label: "\(item.label) (\(words.text("referrals.item.letters", count: text.count)))")
            case .file(let file): (value: "\(item.id)", label: "\(item.label) (\(file.type.label), \(words.number(file.size)) B)")
            }
        }
        return Parts.Form(
            path + "/choice",
            fields: [
                Parts.Field(
                    "item", words["referrals.item.choose"], .choices, options: options,
                    selected: Set(items.filter(\.isChosen).map { "\($0.id)" }), hint: words["referrals.item.chooseHint"])
            ], submit: words["common.action.save"])
    }

    var text: Parts.Form {
        Parts.Form(
            path + "/text",
            fields: [
                Parts.Field("label", words["referrals.item.label"], isRequired: true),
                Parts.Field("text", words["referrals.item.text"], .area(rows: 5), isRequired: true),
            ], submit: words["referrals.item.add"])
    }

    var file: Parts.Form {
        Parts.Form(
            path + "/file",
            fields: [
                Parts.Field("label", words["referrals.item.label"]),
                Parts.Field("file", words["referrals.item.file"], .file, isRequired: true),
            ], submit: words["referrals.item.add"])
    }

    /// What the recipient will read, redacted as it stands now.
    var preview: String {
        let chosen = items.filter(\.isChosen)
        let own = desk.maker.catalogue[referral.language]
        var text = desk.maker.paper(referral, chosen, own)
        for (place, item) in chosen.enumerated() {
            guard case .text(let content) = item.content else { continue }
            text += "\n── \(place + 1). \(item.label) ──\n\(referral.redaction.applied(to: content).text)\n"
        }
        return text
    }

    var receipt: Parts.Form {
        Parts.Form(
            path + "/receipt",
            fields: [
                Parts.Field("to", words["referrals.receipt.to"], hint: words["referrals.receipt.toHint"], isRequired: true),
                Parts.Field("how", words["referrals.receipt.how"], hint: words["referrals.receipt.howHint"], isRequired: true),
                Parts.Field("reference", words["referrals.receipt.reference"]),
            ], submit: words["referrals.receipt.submit"])
    }

    var later: Parts.Form {
        let events: [(value: String, label: String)] = referral.state.later.map { ($0.rawValue, words["referrals.later.\($0.rawValue)"]) }
        return Parts.Form(
            path + "/later",
            fields: [
                Parts.Field("event", words["referrals.column.state"], .radio, options: events, selected: [], isRequired: true),
                Parts.Field("note", words["referrals.later.note"], .area(rows: 3), isRequired: true),
            ], submit: words["common.action.save"])
    }
}
