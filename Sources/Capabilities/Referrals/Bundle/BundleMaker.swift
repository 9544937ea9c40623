internal import Centre
internal import Foundation
internal import Post
internal import Vocabulary

/// Puts the bundle of a referral together: what was chosen, redacted, as a signed bag in one ZIP, which goes into the vault.
struct BundleMaker: Sendable {
    let house: House
    let catalogue: Catalogue
    let bases: LegalBases
    let keyring: Keyring?
    let naming: WebFrame.Naming

    /// The key of the centre that signs; nil where there is none.
    func signer() async -> KeyringKey? {
        guard let keyring, let keys = try? await keyring.keys(matching: nil, standard: .openPGP) else { return nil }
        return keys.first { $0.isOurs && $0.obstacleToSigning == nil }
    }

    /// Seals a bundle.
    /// - Returns: the file, not yet kept: the caller keeps it within its transaction
    /// - Throws: ``BundleError``, `VaultError`, `KeyringError`
    func make(_ referral: Referral, _ items: [ReferralItem], _ custody: [CustodyStep], by person: String) async throws -> (
        arrived: ArrivedFile, signer: String
    ) {
        guard let keyring, let key = await signer() else { throw BundleError.noKey }
        let bag = try bag(referral, items, custody, by: person, key: key)
        let manifest = bag.tagManifest
        let signature = try await keyring.detachedSignature(of: manifest, .openPGP, by: key.fingerprint)
        let publicKey = try await keyring.export(key.fingerprint)
        let now = house.clock()
        var zip = StoredZip(year: now.year, month: now.month, day: now.day, secondOfDay: Int(now.seconds - now.startOfDay.seconds))
        let writer = try house.vault.writer(named: bag.name + ".zip", limit: 4 << 30)
        let small =
            bag.tagFiles + [
                ("tagmanifest-sha256.txt", manifest), ("tagmanifest-sha256.txt.asc", signature), ("signing-key.asc", publicKey),
            ]
            + bag.texts
        for file in small {
            var checksum = Checksum()
            checksum.take(file.content)
            try writer.write(zip.begin("\(bag.name)/\(file.path)", checksum: checksum.value, size: file.content.count))
            try writer.write(file.content)
        }
        for evidence in bag.evidence {
            // Read twice: the checksum stands before the content.
            var checksum = Checksum()
            for try await piece in try await house.vault.content(of: evidence.file) { checksum.take(piece) }
            try writer.write(zip.begin("\(bag.name)/\(evidence.path)", checksum: checksum.value, size: evidence.size))
            for try await piece in try await house.vault.content(of: evidence.file) { try writer.write(piece) }
        }
        try writer.write(zip.end())
        return (try writer.finish(), key.fingerprint)
    }

    private func bag(_ referral: Referral, _ items: [ReferralItem], _ custody: [CustodyStep], by person: String, key: KeyringKey) throws
        -> Bag
    {
        let words = catalogue[referral.language]
        let chosen = items.filter(\.isChosen)
        var bag = Bag(name: referral.number)
        bag.add(text: paper(referral, chosen, words), at: "referral.txt")
        bag.add(try json(referral, chosen), at: "referral.json")
        for (place, item) in chosen.enumerated() {
            let mark = (place < 9 ? "0" : "") + "\(place + 1)"
            switch item.content {
            case .text(let text): bag.add(text: referral.redaction.applied(to: text).text + "\n", at: "texts/\(mark).txt")
            case .file(let file): bag.add(evidence: file.id, sha256: file.sha256, size: file.size, at: "evidence/\(mark)-\(file.name)")
            }
        }
        bag.add(info: "Source-Organization", naming.full[referral.language] ?? naming.short)
        bag.add(info: "Bagging-Date", String(house.clock().iso8601.prefix(10)))
        bag.add(info: "External-Identifier", referral.number)
        bag.add(info: "External-Description", referral.title)
        bag.add(tag: "README.txt", words.text("referrals.paper.readme", ["number": referral.number, "fingerprint": key.fingerprint]))
        bag.add(tag: "chain-of-custody.txt", self.custody(referral, chosen, custody, by: person, words))
        return bag
    }

    /// The referral as people read it.
    func paper(_ referral: Referral, _ chosen: [ReferralItem], _ words: Words) -> String {
        func line(_ key: String, _ value: String) -> String { "\(words["referrals.paper.\(key)"]): \(value)" }
        var lines = [
            words["referrals.paper.title"], "", line("number", referral.number),
            line("from", naming.full[words.code] ?? naming.short), line("to", referral.authority), line("subject", referral.title),
        ]
        if let type = referral.type { lines.append(line("type", words["common.type.\(type.name)"])) }
        if let number = referral.caseNumber { lines.append(line("case", number)) }
        lines += ["", words["referrals.paper.basis"]]
        lines += referral.bases.compactMap { bases[$0] }.map {
            "  \($0.law(in: words.code)), \(words.text("referrals.paper.article", ["article": $0.article])): \($0.title(in: words.code))"
        }
        lines += [
            "", words["referrals.paper.facts"], referral.redaction.applied(to: referral.facts).text, "", words["referrals.paper.items"],
        ]
        lines += chosen.enumerated().map { place, item in
            switch item.content {
            case .text: "  \(place + 1). \(item.label)"
            case .file(let file): "  \(place + 1). \(item.label): \(file.name), \(file.size) B, SHA-256 \(file.sha256)"
            }
        }
        return (lines + ["", words["referrals.paper.mandate"], ""]).joined(separator: "\n")
    }

    private struct Document: Encodable {
        struct Article: Encodable {
            let law: String
            let article: String
            let title: String
        }
        struct Item: Encodable {
            let label: String
            let kind: String
            let redactions: Int?
            let sha256: String?
            let size: Int?
            let received: String?
        }
        let number: String
        let authority: String
        let title: String
        let type: String?
        let caseNumber: String?
        let bases: [Article]
        let facts: String
        let items: [Item]
    }

    private func json(_ referral: Referral, _ chosen: [ReferralItem]) throws -> [UInt8] {
        let items = chosen.map { item in
            switch item.content {
            case .text(let text):
                Document.Item(
                    label: item.label, kind: "text", redactions: referral.redaction.applied(to: text).count, sha256: nil, size: nil,
                    received: nil)
            case .file(let file):
                Document.Item(
                    label: item.label, kind: "file", redactions: nil, sha256: file.sha256, size: file.size,
                    received: file.received.iso8601)
            }
        }
        let articles = referral.bases.compactMap { bases[$0] }.map {
            Document.Article(law: $0.law(in: "en"), article: $0.article, title: $0.title(in: "en"))
        }
        let document = Document(
            number: referral.number, authority: referral.authority, title: referral.title, type: referral.type?.name,
            caseNumber: referral.caseNumber, bases: articles, facts: referral.redaction.applied(to: referral.facts).text, items: items)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(document))
    }

    private func custody(
        _ referral: Referral, _ chosen: [ReferralItem], _ steps: [CustodyStep], by person: String, _ words: Words
    ) -> String {
        var lines = [words["referrals.paper.custody"], ""]
        for item in chosen {
            guard case .file(let file) = item.content else { continue }
            lines.append(
                words.text(
                    "referrals.paper.arrived",
                    ["time": file.received.iso8601, "name": file.name, "giver": file.giver, "digest": file.sha256]))
        }
        lines += steps.map {
            "\($0.moment.iso8601)  \($0.person)  \(words["referrals.step.\($0.what)"])\($0.note.isEmpty ? "" : ": " + $0.note)"
        }
        lines.append("\(house.clock().iso8601)  \(person)  \(words["referrals.step.sealed"])")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Why a bundle cannot be sealed.
enum BundleError: Error, Sendable, CustomStringConvertible {
    case noKey
    case tooLarge

    var description: String {
        switch self {
        case .noKey:
            "the centre has no OpenPGP key that signs; import its secret key into the keyring in the folder gnupg of the data folder"
        case .tooLarge: "the bundle would be larger than 4 GiB; hand large images over on their own medium and name their digests"
        }
    }
}
