import Crypto
import Foundation
import Testing

@testable import Ledger

@Suite("finding what was changed")
struct LedgerVerifyTests {
    @Test("a changed bit of any byte of any file is found, and entries are named")
    func everyBit() throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        let witness = try NoteSigner(newKeyOf: "witness.example/w1", kind: .cosignature)
        try ledger.append(LedgerFixture.statements(0..<3))
        try ledger.add(witness: witness.verifier)
        var cosigned = ledger.head.note
        try cosigned.sign(with: witness, time: 1_800_000_000)
        try ledger.accept(cosigned: cosigned.bytes)
        #expect(try Ledger.verify(fixture.folder).isClean)
        #expect(try Ledger.verify(fixture.folder).witnessed == [3: ["witness.example/w1"]])

        let lines = try fixture.read("entries.jsonl").split(separator: 0x0A).map(\.count)
        let starts = [0, lines[0] + 1, lines[0] + lines[1] + 2]
        for file in ["entries.jsonl", "index", "checkpoint", "verifier", "witnesses", "witnessed/000000000003"] {
            let whole = try fixture.read(file)
            for offset in whole.indices {
                // One bit of each byte, another one each time.
                for bit in [offset * 5 % 8] {
                    try fixture.flip(file, at: offset, 1 << bit)
                    let report = try Ledger.verify(fixture.folder)
                    #expect(!report.isClean, "\(file), byte \(offset), bit \(bit)")
                    #expect(report.problems.allSatisfy { $0.path.hasPrefix(fixture.folder) })
                    switch file {
                    case "entries.jsonl":
                        let place = starts.lastIndex { $0 <= offset }
                        #expect(report.problems.map(\.entry) == [place], "byte \(offset), bit \(bit)")
                        #expect(report.problems.map(\.path) == [fixture.path(file)])
                    case "index":
                        #expect(report.problems.map(\.entry) == [offset / 40], "byte \(offset), bit \(bit)")
                        #expect(report.problems.map(\.path) == [fixture.path(file)])
                    case "verifier", "witnesses":
                        #expect(report.problems.contains { $0.path == fixture.path(file) }, "\(file), byte \(offset), bit \(bit)")
                    default: #expect(report.problems.map(\.path) == [fixture.path(file)], "byte \(offset), bit \(bit)")
                    }
                    try fixture.write(whole, to: file)
                }
            }
        }
        #expect(try Ledger.verify(fixture.folder).isClean)
    }

    @Test("changes in a long log are found where they are, several at once")
    func several() throws {
        let fixture = try LedgerFixture()
        try fixture.open().append(LedgerFixture.statements(0..<1_500))
        let entries = try fixture.read("entries.jsonl")
        let ends = entries.indices.filter { entries[$0] == 0x0A }
        try fixture.flip("entries.jsonl", at: ends[99] + 20)
        try fixture.flip("entries.jsonl", at: ends[700])
        try fixture.flip("index", at: 1_200 * 40 + 17)
        try fixture.flip("nodes", at: 3 * 32 + 5)
        let report = try Ledger.verify(fixture.folder)
        #expect(report.problems.map(\.entry) == [700, 100, 1_200, nil])
        #expect(
            report.problems.map(\.path)
                == ["entries.jsonl", "entries.jsonl", "index", "nodes"].map { fixture.path($0) })
        #expect(report.problems.map(\.offset) == [ends[700], ends[99] + 1, 1_200 * 40 + 8, 96])
    }

    @Test("an entry that was written anew with its index does not go with the signed head")
    func rewritten() throws {
        let fixture = try LedgerFixture()
        try fixture.open().append(LedgerFixture.statements(0..<600))
        var statements = try LedgerFixture.statements(0..<600)
        statements[300] = try LedgerFixture.statement(300, deed: "assist")
        let forger = try LedgerFixture()
        try Ledger.open(forger.folder, signer: fixture.signer).append(statements)
        for file in ["entries.jsonl", "index"] { try fixture.write(try forger.read(file), to: file) }
        let report = try Ledger.verify(fixture.folder)
        #expect(report.problems.map(\.path) == [fixture.path("checkpoint"), fixture.path("entries.jsonl")])
        #expect(report.problems.last?.entry == 256)
    }

    @Test("who has the key and writes another history is convicted by a head that somebody kept")
    func forks() throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        try ledger.append(LedgerFixture.statements(0..<20))
        let kept = ledger.head.bytes
        try ledger.append(LedgerFixture.statements(20..<30))
        #expect(try Ledger.verify(fixture.folder, known: [kept]).isClean)
        let other = try LedgerFixture()
        let second = try Ledger.open(other.folder, signer: fixture.signer)
        try second.append(LedgerFixture.statements(1..<31))
        #expect(try Ledger.verify(other.folder).isClean)
        let report = try Ledger.verify(other.folder, known: [kept])
        #expect(report.problems.map(\.reason) == ["\(LedgerError.fork(size: 20))"])
        let short = try LedgerFixture()
        try Ledger.open(short.folder, signer: fixture.signer).append(LedgerFixture.statements(0..<10))
        #expect(!(try Ledger.verify(short.folder, known: [kept]).isClean))
    }

    @Test("a witness's signature is taken where it holds and the head is of this log, and kept with earlier ones")
    func witnesses() throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        try ledger.append(LedgerFixture.statements(0..<8))
        let witnesses = try (1...2).map { try NoteSigner(newKeyOf: "witness.example/w\($0)", kind: .cosignature) }
        var note = ledger.head.note
        try note.sign(with: witnesses[0], time: 1_800_000_000)
        #expect(throws: LedgerError.self) { try ledger.accept(cosigned: note.bytes) }
        for witness in witnesses { try ledger.add(witness: witness.verifier) }
        #expect(throws: LedgerError.self) { try ledger.accept(cosigned: ledger.head.bytes) }
        try ledger.accept(cosigned: note.bytes)
        var second = ledger.signedHead.note
        try second.sign(with: witnesses[1], time: 1_800_000_100)
        let both = try ledger.accept(cosigned: second.bytes)
        #expect(both.cosignatures(of: witnesses.map(\.verifier)).map(\.time) == [1_800_000_000, 1_800_000_100])
        #expect(ledger.head.note.lines.count == 3)
        try ledger.append(LedgerFixture.statements(8..<9))
        #expect(ledger.head.note.lines.count == 1)
        #expect(try ledger.witnessedHead()?.checkpoint.size == 8)
        #expect(try Ledger.verify(fixture.folder).isClean)

        let other = try LedgerFixture()
        let fork = try Ledger.open(other.folder, signer: fixture.signer)
        try fork.append(LedgerFixture.statements(1..<9))
        var wrong = fork.head.note
        try wrong.sign(with: witnesses[0], time: 1_800_000_200)
        #expect(throws: LedgerError.fork(size: 8)) { try ledger.accept(cosigned: wrong.bytes) }
    }

    @Test("a copy is a whole ledger, and entries with their head alone can be verified, too")
    func copies() throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        try ledger.append(LedgerFixture.statements(0..<520))
        let copy = fixture.path("copy")
        try ledger.export(to: copy)
        try ledger.append(LedgerFixture.statements(520..<530))
        #expect(throws: LedgerError.exists(folder: copy)) { try ledger.export(to: copy) }
        #expect(try Ledger.verify(copy, verifier: fixture.signer.verifier).isClean)
        #expect(try Ledger.open(copy, signer: fixture.signer).size == 520)
        for file in ["index", "nodes"] { try FileManager.default.removeItem(atPath: copy + "/" + file) }
        let bare = try Ledger.verify(copy)
        #expect(bare.isClean)
        #expect(bare.size == 520)
        try FileManager.default.removeItem(atPath: copy + "/verifier")
        #expect(try Ledger.verify(copy, verifier: fixture.signer.verifier).isClean)
        #expect(!(try Ledger.verify(copy).isClean))
        for offset in [0, 100, 9_000, 40_000] {
            try fixture.flip("copy/entries.jsonl", at: offset)
            #expect(!(try Ledger.verify(copy, verifier: fixture.signer.verifier).isClean))
            try fixture.flip("copy/entries.jsonl", at: offset)
        }
        #expect(try Ledger.verify(copy, verifier: fixture.signer.verifier).isClean)
    }

    @Test("a signed document verifies over its type and bytes")
    func envelope() throws {
        let signer = try NoteSigner(newKeyOf: "cert.example/statement")
        let envelope = try SignedEnvelope(type: "application/json", payload: Array("{}".utf8), by: signer)
        #expect(
            envelope.json.hasPrefix(#"{"payloadType":"application/json","payload":"e30=","signatures":[{"keyid":"cert.example/statement+"#))
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: signer.verifier.key)
        #expect(key.isValidSignature(Data(envelope.signatures[0].signature), for: Data("DSSEv1 16 application/json 2 {}".utf8)))
    }
}
