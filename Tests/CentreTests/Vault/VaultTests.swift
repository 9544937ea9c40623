import Foundation
import GRDB
import Logging
import Testing
import Vocabulary

@testable import Centre

@Suite("The vault")
struct VaultTests {
    let folder = DataFolder()
    let clock = TestClock()

    private func house() async throws -> House {
        try await House.open(
            data: folder.path, capabilities: [], key: .file(folder.path + "/keys/secrets.key"), zone: .utc, logger: .init(label: "test"),
            clock: clock.read)
    }

    @Test(
        "what goes in comes out, whatever its length",
        arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func roundTrip(size: Int) async throws {
        let house = try await house()
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let writer = try house.vault.writer(named: "a.bin")
        var rest = content[...]
        while !rest.isEmpty {
            try writer.write(rest.prefix(7_001))
            rest = rest.dropFirst(7_001)
        }
        let arrived = try writer.finish()
        try await house.records.write { try house.vault.keep(arrived, from: "reporter", for: "report:1", in: $0) }
        #expect(try await house.vault.content(of: arrived.id).bytes(upTo: size) == content)
        #expect(try await house.vault.file(arrived.id)?.size == size)
    }

    @Test("a file is not in the vault before it is kept, and never on the disk unsealed")
    func unseen() async throws {
        let house = try await house()
        let secret = Array("the quick brown fox jumps".utf8) + [UInt8](repeating: 65, count: 100_000)
        let arrived = try house.vault.arrive(secret, named: "a.txt")
        #expect(try await house.vault.file(arrived.id) == nil)
        await #expect(throws: VaultError.unknown(id: arrived.id)) { try await house.vault.content(of: arrived.id) }
        let raw = try Data(contentsOf: URL(filePath: house.vault.place(arrived.id)))
        #expect(raw.range(of: Data("quick brown".utf8)) == nil)
        #expect(raw.range(of: Data("AAAAAAAA".utf8)) == nil)
        await house.vault.discard([arrived])
        #expect(!FileManager.default.fileExists(atPath: house.vault.place(arrived.id)))
    }

    @Test("what was kept is not discarded")
    func kept() async throws {
        let house = try await house()
        let arrived = try house.vault.arrive([1, 2, 3], named: "a")
        try await house.records.write { try house.vault.keep(arrived, from: "reporter", for: "report:1", in: $0) }
        await house.vault.discard([arrived])
        #expect(try await house.vault.content(of: arrived.id).bytes(upTo: 9) == [1, 2, 3])
    }

    enum Harm: CaseIterable { case cutAtBorder, cutWithin, swapped, flipped, appended, otherFile }

    @Test("a file that was cut, put in another order, changed or exchanged does not open", arguments: Harm.allCases)
    func harmed(harm: Harm) async throws {
        let house = try await house()
        let arrived = try house.vault.arrive([UInt8](repeating: 7, count: 3 * 65_536 + 5), named: "a")
        let other = try house.vault.arrive([UInt8](repeating: 8, count: 3 * 65_536 + 5), named: "b")
        try await house.records.write { try house.vault.keep(arrived, from: "reporter", for: "report:1", in: $0) }
        let path = URL(filePath: house.vault.place(arrived.id))
        var raw = try Data(contentsOf: path)
        let piece = ChunkSeal.sealedSize
        switch harm {
        case .cutAtBorder: raw = raw.prefix(2 * piece)
        case .cutWithin: raw = raw.dropLast(3)
        case .swapped: raw = raw[piece..<2 * piece] + raw[0..<piece] + raw[(2 * piece)...]
        case .flipped: raw[piece + 100] ^= 1
        case .appended: raw += [0]
        case .otherFile: raw = try Data(contentsOf: URL(filePath: house.vault.place(other.id)))
        }
        try raw.write(to: path)
        await #expect {
            for try await _ in try await house.vault.content(of: arrived.id) {}
        } throws: { error in
            if case .damaged(arrived.id, _) = error as? VaultError { true } else { false }
        }
    }

    @Test("a file larger than its limit is refused and leaves nothing")
    func tooLarge() async throws {
        let house = try await house()
        let writer = try house.vault.writer(named: "a", limit: 1_000)
        try writer.write([UInt8](repeating: 0, count: 1_000))
        #expect(throws: VaultError.tooLarge(limit: 1_000)) { try writer.write([0]) }
        writer.abandon()
        #expect(try FileManager.default.contentsOfDirectory(atPath: house.vault.folder + "/incoming").isEmpty)
    }

    @Test("what broke off is removed at the next start, what nobody kept after a day, what was kept never")
    func swept() async throws {
        let house = try await house()
        let broken = try house.vault.writer(named: "broken")
        try broken.write([UInt8](repeating: 1, count: 70_000))
        let orphan = try house.vault.arrive([1], named: "orphan")
        let kept = try house.vault.arrive([2], named: "kept")
        try await house.records.write { try house.vault.keep(kept, from: "reporter", for: "report:1", in: $0) }
        house.vault.clearIncoming()
        #expect(try FileManager.default.contentsOfDirectory(atPath: house.vault.folder + "/incoming").isEmpty)
        #expect(try await house.vault.sweep() == 0)
        #expect(try await house.vault.sweep(olderThan: .zero) == 1)
        #expect(!FileManager.default.fileExists(atPath: house.vault.place(orphan.id)))
        #expect(try await house.vault.content(of: kept.id).bytes(upTo: 9) == [2])
    }

    @Test("a deleted file is gone with the transaction, and stays where that is undone")
    func deleted() async throws {
        struct Undo: Error {}
        let house = try await house()
        let arrived = try house.vault.arrive([1], named: "a")
        try await house.records.write { try house.vault.keep(arrived, from: "reporter", for: "report:1", in: $0) }
        await #expect(throws: Undo.self) {
            try await house.records.write {
                try house.vault.delete(arrived.id, in: $0)
                throw Undo()
            }
        }
        #expect(try await house.vault.content(of: arrived.id).bytes(upTo: 9) == [1])
        try await house.records.write { try house.vault.delete(arrived.id, in: $0) }
        #expect(try await house.vault.file(arrived.id) == nil)
        #expect(!FileManager.default.fileExists(atPath: house.vault.place(arrived.id)))
    }

    @Test("hashes are those of the content")
    func hashes() async throws {
        let house = try await house()
        let arrived = try house.vault.arrive(Array("abc".utf8), named: "abc")
        // FIPS 180-4 and RFC 1321 give these for "abc".
        #expect(arrived.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(arrived.sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(arrived.md5 == "900150983cd24fb0d6963f7d28e17f72")
    }

    @Test("a rule that matches is named, a broken rule file is said, with its line")
    func rules() async throws {
        let house = try await house()
        try FileManager.default.createDirectory(atPath: folder.path + "/yara", withIntermediateDirectories: true)
        let rule = "rule marker { strings: $a = \"needle-4711\" condition: $a }"
        try Data(rule.utf8).write(to: URL(filePath: folder.path + "/yara/a.yar"))
        let bad = try house.vault.arrive([UInt8](repeating: 0, count: 100_000) + Array("needle-4711".utf8), named: "bad")
        let good = try house.vault.arrive(Array("nothing".utf8), named: "good")
        try await house.records.write { database in
            for file in [bad, good] { try house.vault.keep(file, from: "reporter", for: "report:1", in: database) }
        }
        _ = try await house.vault.scan(bad.id)
        _ = try await house.vault.scan(good.id)
        #expect(try await house.vault.file(bad.id)?.scan == .matched(["marker"], clock.read()))
        #expect(try await house.vault.file(good.id)?.scan == .clean(clock.read()))
        try Data("rule x { condition: \n nonsense }".utf8).write(to: URL(filePath: folder.path + "/yara/b.yar"))
        #expect(try await house.vault.scan(bad.id).contains("b.yar:2"))
    }

    @Test("what is sealed opens with a reason alone, and every opening is written down with it")
    func sealed() async throws {
        let house = try await house()
        try await house.records.write {
            try house.sealed.put(["name": "Reporter One", "email": "one@example.org"], under: "report:1", in: $0)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("records") {
            let content = try Data(contentsOf: URL(filePath: folder.path + "/" + name))
            #expect(content.range(of: Data("one@example".utf8)) == nil, "\(name)")
        }
        await #expect(throws: WebProblem.self) {
            try await house.sealed.open("report:1", by: "analyst:a", reason: " ", book: nil)
        }
        #expect(try await house.sealed.openings(of: "report:1").isEmpty)
        let values = try await house.sealed.open("report:1", by: "analyst:a", reason: "court order 17", book: nil)
        #expect(values?["email"] == "one@example.org")
        #expect(try await house.sealed.openings(of: "report:1").map(\.reason) == ["court order 17"])
        struct Full: Error {}
        struct FullBook: LedgerBook { func enter(_: LedgerLine, in _: Database) throws { throw Full() } }
        await #expect(throws: Full.self, "what cannot be entered is not opened") {
            try await house.sealed.open("report:1", by: "analyst:a", reason: "court order 18", book: FullBook())
        }
        #expect(try await house.sealed.openings(of: "report:1").count == 1)
    }
}
