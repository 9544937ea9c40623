public import Centre
internal import Crypto
internal import Events
internal import Foundation
internal import GRDB
internal import Logging
internal import Post
internal import Vocabulary

extension Reporting: LetterTaker {
    /// Takes answers to letters of ours into their conversation, and what answers nobody as a new report. It stands last among those who are asked.
    public func take(_ letter: Letter) async throws -> Bool {
        if let id = letter.dispatches.compactMap(ReporterLetters.report).first,
            let report = try await office.house.records.read({ try ReportStore.report(id, $0) })
        {
            try await continued(report, letter)
            return true
        }
        guard letter.dispatches.isEmpty else { return false }
        try await opened(letter)
        return true
    }

    /// An answer to us: its words, its files.
    private func continued(_ report: Report, _ letter: Letter) async throws {
        let words = office.catalogue[report.language]
        // What a program answers tells nothing and must not look like an answer.
        if letter.isAutomatic {
            try await office.house.records.write { database in
                _ = try ReportStore.say(
                    String(letter.words.prefix(2_000)), in: report.reference, by: .system, way: .mail,
                    name: words["reporting.letter.automatic"], at: letter.received, letter: letter.id, database)
            }
            return
        }
        let sealed = try await office.house.records.read { try office.house.sealed.forMachine(report.reference, in: $0) }
        let isSame = sealed?["email"].flatMap { EmailAddress($0) } == letter.from
        let files = try arrived(letter, withMail: false)
        do {
            try await office.intake.add(
                String(letter.words.prefix(20_000)), files: files, to: report, way: .mail, letter: letter.id,
                name: isSame ? "" : words["reporting.letter.otherSender"], cases: office.cases)
        } catch {
            await office.house.vault.discard(files)
            throw error
        }
        await office.house.vault.discard(files)
    }

    /// A letter to nobody in particular: a report.
    private func opened(_ letter: Letter) async throws {
        let mail = try? ReceivedMail(letter.raw)
        let text = String((mail?.text ?? letter.words).prefix(20_000))
        let language = LetterLanguage.of(letter.subject + "\n" + text, said: mail?.language.map { "\($0)" })
        let proposal = office.proposer.propose(letter.subject + "\n" + text)
        let events = ReportedEvents.lines(letter.raw, registry: feeds, logger: office.house.logger)
        var draft = ReportDraft(
            way: .mail, language: language, happening: nil, type: events.type ?? proposal.type, typeSource: .machine, text: text)
        draft.title = letter.subject.isEmpty ? nil : letter.subject
        draft.care = proposal.care
        draft.letter = letter.id
        draft.events = events.lines
        if let from = letter.from {
            draft.identity["email"] = "\(from)"
            draft.identity["contact"] = "\(from)"
        }
        if !letter.fromName.isEmpty { draft.identity["name"] = String(letter.fromName.prefix(200)) }
        let files = try arrived(letter, withMail: true)
        do {
            let (report, isNew) = try await office.intake.accept(draft, files: files, giver: "reporter")
            if isNew { try await acknowledge(report, letter) }
        } catch {
            await office.house.vault.discard(files)
            throw error
        }
        await office.house.vault.discard(files)
    }

    /// A receipt with the reference, in the letter's language. Programs get none, nor does anybody more than four a day, so that two of
    /// them cannot talk for ever (RFC 3834 section 2).
    private func acknowledge(_ report: Report, _ letter: Letter) async throws {
        guard !letter.isAutomatic, let from = letter.from, from != sender.address, from != replyTo?.address, !Self.isProgram(from) else {
            return
        }
        let words = office.catalogue[report.language]
        let text = words.text("reporting.letter.receipt", ["number": office.label(report), "centre": office.short])
        try await office.house.records.write { database in
            let day = letter.received.daysSinceEpoch
            var message: Int64?
            for number in 0..<4 where message == nil {
                message = try ReportStore.say(
                    text, in: report.reference, by: .system, way: .mail, at: letter.received,
                    ticket: "receipt.\(day).\(self.place(number, of: from))", database)
            }
            guard let message else { return }
            try ReporterLetters(office: office).send(
                text, message: message, about: report, by: "rule:receipt", isAutomatic: true, in: database)
        }
    }

    /// Names one of today's receipts of an address without naming the address.
    private func place(_ number: Int, of address: EmailAddress) -> String {
        let key = office.house.secrets.derivedKey("reporting.receipts")
        return "\(Token.base64URL(key.signature(of: Array("\(address)".lowercased().utf8)).prefix(9))).\(number)"
    }

    private static func isProgram(_ address: EmailAddress) -> Bool {
        let local = address.local.lowercased()
        return ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce"].contains {
            local.hasPrefix($0)
        }
    }

    /// The files of a letter and, where it begins a report, the letter itself.
    private func arrived(_ letter: Letter, withMail: Bool) throws -> [ArrivedFile] {
        var files: [ArrivedFile] = []
        if withMail { files.append(try office.house.vault.arrive(letter.raw, named: "mail.eml")) }
        for attachment in ((try? ReceivedMail(letter.raw))?.attachments ?? []).prefix(50) {
            files.append(try office.house.vault.arrive(attachment.bytes, named: attachment.name.isEmpty ? "attachment" : attachment.name))
        }
        return files
    }
}
