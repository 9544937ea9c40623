internal import Centre
internal import Foundation
internal import Papers
internal import Vocabulary

/// The receipt of a stage as a document that people file: what was said, when, by when it was due. It carries the signed receipt's text, so that whoever
/// doubts the paper can check it with the centre's key.
struct DutyPaper: Sendable {
    let progress: DutyProgress
    let stage: DutyStage
    let receipt: DutyOffice.Receipt
    let signed: [UInt8]
    let words: Words
    let zone: Zone
    let house: String

    func pdf() throws -> [UInt8] {
        var blocks: [Block] = [
            .keyValues([
                fact("reporting.receipt.number", receipt.number), fact("reporting.duty.reference", receipt.reference),
                fact("reporting.duty.organisation", receipt.organisation),
                fact("reporting.duty.stageName", words["reporting.stage.\(stage.rawValue)"]),
                fact("reporting.duty.submitted", moment(receipt.submitted)),
                fact("reporting.duty.due", receipt.due.map(moment) ?? "\u{2013}"),
                fact("reporting.duty.answerDue", receipt.answerDue.map(moment) ?? "\u{2013}"),
            ]),
            .heading(level: 2, words["reporting.duty.said"]),
        ]
        if let body = progress.submittedStatement(stage)?.body {
            for field in DutyField.of(stage) {
                guard let value = body[field.name], !value.isEmpty else { continue }
                blocks.append(.heading(level: 3, words["reporting.field.\(field.name).label"]))
                blocks.append(.paragraph(PaperText([.plain(words.shown(value, field))])))
            }
        }
        blocks.append(.heading(level: 2, words["reporting.duty.signature"]))
        blocks.append(.paragraph(PaperText([.plain(words["reporting.duty.signatureText"])])))
        blocks.append(.code(String(decoding: signed, as: UTF8.self).bare))
        let paper = Paper(
            title: words["reporting.duty.receiptTitle"], language: LanguageTag(words.code) ?? .en, marking: .amber, house: house,
            number: receipt.number, date: Instant(receipt.submitted) ?? progress.incident.opened, blocks: blocks)
        return try paper.pdf()
    }

    private func moment(_ iso: String) -> String { Instant(iso).map { words.dateTime($0, zone: zone) } ?? iso }
    private func fact(_ key: String, _ text: String) -> KeyValue { KeyValue(words[key], text) }
}
