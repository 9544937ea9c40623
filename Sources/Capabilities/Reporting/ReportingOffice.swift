internal import Centre
internal import Crypto
internal import Foundation
internal import GRDB
internal import Vocabulary

/// What all parts of the reporting office work with.
struct ReportingOffice: Sendable {
    let house: House
    let settings: ReportingSettings
    let proposer: TypeProposer
    let secret: FollowUpSecret
    let pass: MailboxPass
    let pace = AttemptPace()
    let signer: ReceiptSigner
    let cases: (any CaseOpener)?
    let book: (any LedgerBook)?
    let owners: any OwnerDirectory
    let catalogue: Catalogue
    let short: String
    /// The public face's address without a slash at its end.
    let site: String

    var intake: ReportIntake { ReportIntake(house: house) }

    func label(_ report: Report) -> String { Report.label(report.number, received: report.received, short: short) }

    /// The receipt of a report, for programs: what came, whole, and when.
    func receipt(_ report: Report, files: [VaultFile]) throws -> [UInt8] {
        let receipt = ReportReceipt(
            kind: "report", centre: short, number: label(report), received: report.received.iso8601, language: report.language,
            type: report.type.name, sharing: report.sharing.rawValue, textSHA256: SHA256.hash(data: Data(report.text.utf8)).hex,
            files: files.map { ReportReceipt.File(name: $0.name, size: $0.size, sha256: $0.sha256) })
        return try signer.signed(receipt)
    }
}

/// What a receipt says.
struct ReportReceipt: Codable, Sendable {
    struct File: Codable, Sendable {
        let name: String
        let size: Int
        let sha256: String
    }
    let kind: String
    let centre: String
    let number: String
    let received: String
    let language: String
    let type: String
    let sharing: String
    let textSHA256: String
    let files: [File]
}

extension Sequence<UInt8> {
    /// As hexadecimal digits.
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension StringProtocol {
    /// Without white space at both ends.
    var bare: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
