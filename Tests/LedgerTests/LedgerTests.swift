import Foundation
import Testing
import Vocabulary

@testable import Ledger

@Suite("the log on disk")
struct LedgerTests {
    @Test("an entry has one line, and a line is one entry")
    func lines() throws {
        for number in 0..<40 {
            let entry = LedgerEntry(sequence: number, try LedgerFixture.statement(number))
            #expect(LedgerEntry(line: entry.line) == entry)
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(entry.line)) }
        }
        let line = LedgerEntry(sequence: 3, try LedgerFixture.statement(3)).line
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"sequence":3,"time":"2026-09-21T14:13:23+00:00","deed":"inform","actor":"a-3","class":"owner","tlp":"TLP:AMBER+STRICT","#
                + #""digest":"\#(TreeHash.leaf(Array("3".utf8)).hex)","realm":"exercise"}"#)
        for place in line.indices {
            var changed = line
            changed[place] ^= 1
            if let entry = LedgerEntry(line: changed) { #expect(entry.line == changed) }
        }
    }

    @Test("words that could break a line are refused", arguments: ["", "a b", "a\"", "Ə", "A", String(repeating: "a", count: 65)])
    func words(word: String) {
        #expect(throws: LedgerError.wrongWord(field: "actor", word)) {
            try LedgerStatement(
                time: Instant(seconds: 0), deed: "inform", actor: word, subjectClass: "owner", tlp: .clear, digest: .empty)
        }
    }

    @Test("what was added is there after the program starts again, with the root of the standard")
    func lasting() throws {
        let fixture = try LedgerFixture()
        for batch in [0..<1, 1..<5, 5..<300, 300..<1_100] {
            #expect(try fixture.open().append(LedgerFixture.statements(batch)) == batch)
        }
        let ledger = try fixture.open()
        #expect(ledger.size == 1_100)
        let entries = try ledger.entries(0..<2_000)
        #expect(entries.map(\.statement) == (try LedgerFixture.statements(0..<1_100)))
        let lines = try fixture.read("entries.jsonl").split(separator: 0x0A).map { Array($0) }
        #expect(ledger.head.checkpoint.root.bytes == ReferenceTree.root(lines[...]))
        let note = try #require(ReferenceCheckpoint(String(decoding: try fixture.read("checkpoint"), as: UTF8.self)))
        #expect(note.isSigned(by: "\(fixture.signer.verifier)"))
        #expect(note.size == 1_100)
        #expect(try Ledger.verify(fixture.folder).isClean)
    }

    @Test("proofs of a log on disk are those of the tree, and their text proves by itself")
    func proofs() throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        try ledger.append(LedgerFixture.statements(0..<700))
        let tree = MemoryTree(try (0..<700).map { try ledger.leaf($0) })
        for place in stride(from: 0, to: 700, by: 23) {
            let proof = try ledger.proof(of: place)
            #expect(proof.inclusion == (try tree.inclusion(of: place, in: 700)))
            let read = try LedgerProof(Array(proof.description.utf8), of: fixture.signer.verifier)
            #expect(read == proof)
            #expect(read.proves(try ledger.entry(place).leaf))
            #expect(!read.proves(try ledger.entry((place + 1) % 700).leaf))
        }
        for old in [0, 1, 255, 256, 257, 511, 512, 699, 700] {
            #expect(try ledger.consistency(from: old, to: 700) == tree.consistency(from: old, to: 700))
        }
    }

    @Test("two processes cannot write to one log; reading is free")
    func exclusion() throws {
        let fixture = try LedgerFixture()
        let first = try fixture.open()
        #expect(throws: LedgerError.busy(folder: fixture.folder)) { try fixture.open() }
        try first.append(LedgerFixture.statements(0..<3))
        let reader = try Ledger.reading(fixture.folder)
        try first.append(LedgerFixture.statements(3..<5))
        #expect(reader.size == 3)
        #expect(try reader.entries(0..<9).count == 3)
        #expect(throws: LedgerError.busy(folder: fixture.folder)) { try reader.append(LedgerFixture.statements(5..<6)) }
    }

    @Test(
        "whatever of an unfinished write is on the disk, the log goes on from what was acknowledged",
        arguments: [0, 1, 40, 399, 1_000_000])
    func tornTail(kept: Int) throws {
        let fixture = try LedgerFixture()
        try fixture.open().append(LedgerFixture.statements(0..<300))
        let checkpoint = try fixture.read("checkpoint")
        let sizes = try ["entries.jsonl", "index", "nodes"].map { try fixture.read($0).count }
        try fixture.open().append(LedgerFixture.statements(300..<800))
        // The power fails before the new head is there: of each file only so many of the new bytes reached the disk.
        try fixture.write(checkpoint, to: "checkpoint")
        for (file, size) in zip(["entries.jsonl", "index", "nodes"], sizes) {
            try fixture.write(try fixture.read(file).prefix(size + kept), to: file)
        }
        let report = try Ledger.verify(fixture.folder)
        #expect(report.isClean)
        #expect((report.unacknowledged > 0) == (kept > 0))
        let ledger = try fixture.open()
        #expect(ledger.size == 300)
        #expect(try ["entries.jsonl", "index", "nodes"].map { try fixture.read($0).count } == sizes)
        try ledger.append(LedgerFixture.statements(300..<800))
        #expect(try Ledger.verify(fixture.folder).isClean)
        #expect(try Ledger.verify(fixture.folder).unacknowledged == 0)
    }

    @Test("hashes over blocks are made anew where they are missing")
    func nodes() throws {
        let fixture = try LedgerFixture()
        try fixture.open().append(LedgerFixture.statements(0..<1_000))
        let nodes = try fixture.read("nodes")
        try fixture.write(nodes.prefix(40), to: "nodes")
        #expect(try Ledger.verify(fixture.folder).problems.map(\.path) == [fixture.path("nodes")])
        _ = try fixture.open()
        #expect(try fixture.read("nodes") == nodes)
    }

    @Test("a log that lost entries takes no more")
    func lost() throws {
        let fixture = try LedgerFixture()
        try fixture.open().append(LedgerFixture.statements(0..<10))
        try fixture.write(try fixture.read("entries.jsonl").dropLast(30), to: "entries.jsonl")
        #expect(throws: LedgerError.self) { try fixture.open() }
        let report = try Ledger.verify(fixture.folder)
        #expect(report.problems.map(\.entry) == [9])
        try FileManager.default.removeItem(atPath: fixture.path("checkpoint"))
        #expect(throws: LedgerError.self) { try fixture.open() }
    }

    @Test("another key cannot open a log to write to it")
    func otherKey() throws {
        let fixture = try LedgerFixture()
        try fixture.open().append(LedgerFixture.statements(0..<3))
        let other = try NoteSigner(newKeyOf: "cert.example/ledger")
        #expect(throws: LedgerError.notSigned(by: "cert.example/ledger")) { try Ledger.open(fixture.folder, signer: other) }
        let report = try Ledger.verify(fixture.folder, verifier: other.verifier)
        #expect(Set(report.problems.map(\.path)) == [fixture.path("verifier"), fixture.path("checkpoint")])
    }

    @Test("a key file is for its owner alone")
    func keyFile() throws {
        let fixture = try LedgerFixture()
        let path = fixture.path("keys/ledger.key")
        let first = try NoteSigner.file(path, newKeyOf: "cert.example/ledger")
        #expect(try NoteSigner.file(path, newKeyOf: "other.example").verifier == first.verifier)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: LedgerError.self) { try NoteSigner.file(path, newKeyOf: nil) }
    }
}
