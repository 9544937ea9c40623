import Foundation
import Ledger
import Vocabulary

/// A ledger in a folder of its own, gone after the test.
final class LedgerFixture {
    let folder: String
    let signer: NoteSigner

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-" + UUID().uuidString).path
        signer = try NoteSigner(newKeyOf: "cert.example/ledger")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func open() throws -> Ledger { try Ledger.open(folder, signer: signer) }

    func path(_ file: String) -> String { folder + "/" + file }

    func read(_ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(file))) }

    func write(_ data: Data, to file: String) throws { try data.write(to: URL(fileURLWithPath: path(file))) }

    /// Changes bits of a byte.
    func flip(_ file: String, at offset: Int, _ mask: UInt8 = 1) throws {
        var data = try read(file)
        data[offset] ^= mask
        try write(data, to: file)
    }

    static func statement(_ number: Int, deed: String = "inform") throws -> LedgerStatement {
        try LedgerStatement(
            time: Instant(seconds: 1_790_000_000 + Int64(number)), deed: deed, actor: "a-\(number % 7)", subjectClass: "owner",
            tlp: TLP.allCases[number % 5], digest: .leaf(Array("\(number)".utf8)), isExercise: number % 11 == 3)
    }

    static func statements(_ range: Range<Int>) throws -> [LedgerStatement] { try range.map { try statement($0) } }
}
