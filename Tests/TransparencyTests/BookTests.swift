import CentreTesting
import Crypto
import Foundation
import GRDB
import Ledger
import Testing
import Vocabulary

@testable import Centre
@testable import Transparency

@Suite("the book of acts", .serialized)
struct BookTests {
    @Test("every act is in the log, on the disk, before it is handed over")
    func acts() async throws {
        try await BookHouse.use { house in
            for (place, act) in Act.allCases.enumerated() {
                #expect(try await house.act(act, "act-\(place)")?.state == .accepted)
            }
            #expect(house.probe.handedOver.map(\.name) == (0..<7).map { "act-\($0)" })
            for (place, seen) in house.probe.handedOver.enumerated() { #expect(seen.entries == place + 1) }
            let entries = try house.book.ledger.entries(0..<100)
            #expect(entries.map(\.statement.deed) == Act.allCases.map(\.rawValue))
            #expect(entries.map(\.statement.subjectClass) == ["owner", "owner", "owner", "party", "team", "law-enforcement", "public"])
            #expect(entries.allSatisfy { $0.statement.actor.hasPrefix("person-") })
            #expect(try Ledger.verify(house.book.ledger.folder).isClean)
        }
    }

    @Test("many acts at a time are each entered once")
    func many() async throws {
        try await BookHouse.use { house in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 { group.addTask { try await house.act(.inform, "notice-\(number)") } }
                try await group.waitForAll()
            }
            #expect(house.book.ledger.size == 60)
            let digests = Set(try house.book.ledger.entries(0..<60).map(\.statement.digest))
            #expect(digests.count == 60)
            let id = try #require(DispatchID("notice-7"))
            let delivery = try #require(try await house.house.outward.delivery(id))
            let entry = delivery.entry(in: .real)
            let recorder = Recorder(book: house.book)
            try await recorder.enter(entry)
            #expect(house.book.ledger.size == 60)
        }
    }

    @Test("what cannot be entered does not leave, and leaves once the log can take it")
    func refusal() async throws {
        try await BookHouse.use { house in
            try await house.act(.inform, "first")
            // The head cannot be replaced: a folder stands where its draft is written.
            let draft = house.book.ledger.folder + "/checkpoint.new"
            try FileManager.default.createDirectory(atPath: draft + "/x", withIntermediateDirectories: true)
            let id = try #require(DispatchID("second"))
            try await house.house.outward.plan(
                Dispatch(
                    id: id, act: .refer, tlp: .red, audience: .recipients, channel: "probe", recipient: "police", subject: "s",
                    content: [1],
                    mediaType: "text/plain", capability: "tests", reference: "r", author: "staff:analyst"))
            try await Task.sleep(for: .seconds(1))
            #expect(house.probe.handedOver.map(\.name) == ["first"])
            #expect(try await house.house.outward.delivery(id)?.state == .underway)
            #expect(try Ledger.verify(house.book.ledger.folder).size == 1)
            // Where a write failed it is not known what the disk has: the log goes on after a new start.
            try FileManager.default.removeItem(atPath: draft)
            await #expect(throws: LedgerError.self) { try await house.book.scribe.settle() }
        }
    }

    @Test("a line stands in the log if and only if what it is about was committed")
    func lines() async throws {
        try await BookHouse.use { house in
            struct Undone: Error {}
            try? await house.house.records.write { database in
                try house.book.enter(line("seal.open:1"), in: database)
                throw Undone()
            }
            try await house.house.records.write { database in
                try house.book.enter(line("seal.open:2"), in: database)
                try house.book.enter(line("seal.open:2"), in: database)
            }
            for _ in 0..<200 where house.book.ledger.size < 1 { try await Task.sleep(for: .milliseconds(10)) }
            try await house.book.scribe.settle()
            #expect(house.book.ledger.size == 1)
            #expect(try house.book.ledger.entry(0).statement.deed == "open-sealed")
            #expect(try house.book.ledger.entry(0).statement.tlp == .red)
        }
    }

    @Test("a process killed between the log and the records enters nothing twice, also from an older copy of the records")
    func killed() async throws {
        try await BookHouse.use { house in
            for number in 0..<5 { try await house.act(.inform, "n-\(number)") }
            let records = house.house.records
            // As if the process had died after the log was written: the records do not know the last two, and one is gone altogether.
            try await records.write { database in
                try database.execute(sql: "UPDATE transparency_line SET sequence = NULL WHERE sequence = 3")
                try database.execute(sql: "DELETE FROM transparency_line WHERE sequence = 4")
                try database.execute(sql: "UPDATE transparency_count SET count = count - 2 WHERE deed = 'inform'")
                try house.book.write(BookLine(line("later"), isExercise: false), in: database)
            }
            let folder = house.house.data + "/copy"
            try house.book.ledger.export(to: folder)
            let signer = try NoteSigner.file(house.house.data + "/keys/ledger.key", newKeyOf: nil)
            let again = try Scribe(folder, signer: signer, records: records)
            try await again.settle()
            #expect(again.ledger.size == 6)
            let lines = try await records.read { try BookStore.lines(from: 0, limit: 10, $0) }
            #expect(lines.map(\.line.id) == ["act:n-0", "act:n-1", "act:n-2", "act:n-3", "log:4", "later"])
            #expect(try again.ledger.entries(0..<6).map(\.statement.deed).last == "open-sealed")
            #expect(try await records.read { try BookStore.figures(isExercise: false, $0) }.reduce(0) { $0 + $1.count } == 6)
        }
    }

    @Test("a second process looks at the book while the first writes, and takes over when that is gone")
    func twoProcesses() async throws {
        try await BookHouse.use { house in
            try await house.act(.inform, "one")
            let signer = try NoteSigner.file(house.house.data + "/keys/ledger.key", newKeyOf: nil)
            let second = try Scribe(house.book.ledger.folder, signer: signer, records: house.house.records)
            #expect(!second.ledger.isWritable)
            #expect(second.ledger.size == 1)
            try await second.settle()
            try await house.house.records.write { try house.book.write(BookLine(line("waits"), isExercise: false), in: $0) }
            await #expect(throws: LedgerError.self) { try await second.settle() }
            try await house.book.scribe.settle()
            #expect(house.book.ledger.size == 2)
        }
    }

    @Test("an older copy of the log takes nothing")
    func behind() async throws {
        try await BookHouse.use { house in
            try await house.act(.inform, "one")
            try await house.house.records.write { try $0.execute(sql: "UPDATE transparency_line SET sequence = 7") }
            let folder = house.house.data + "/copy"
            try house.book.ledger.export(to: folder)
            let signer = try NoteSigner.file(house.house.data + "/keys/ledger.key", newKeyOf: nil)
            let again = try Scribe(folder, signer: signer, records: house.house.records)
            await #expect(throws: TransparencyError.ledgerBehind(records: 8, ledger: 1)) { try await again.settle() }
        }
    }

    @Test("the nightly look finds a changed line of the book and a changed byte of the log, and says which")
    func check() async throws {
        try await BookHouse.use { house in
            for number in 0..<3 { try await house.act(.inform, "n-\(number)") }
            #expect(try await house.book.check().problems.isEmpty)
            try await house.house.records.write {
                try $0.execute(sql: "UPDATE transparency_line SET actor = 'staff:somebody-else' WHERE sequence = 1")
            }
            #expect(try await house.book.check().problems.count == 1)
            #expect(try await house.book.check().problems.first?.contains("entry 1") == true)
            let path = house.book.ledger.folder + "/entries.jsonl"
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes[20] ^= 4
            try bytes.write(to: URL(fileURLWithPath: path))
            await #expect(throws: LedgerError.self) { try await house.book.check() }
            #expect(try Ledger.verify(house.book.ledger.folder).problems.map(\.entry) == [0])
        }
    }

    @Test("pseudonyms change each month, tell rules from people, and cannot be guessed without the key")
    func pseudonyms() async throws {
        try await BookHouse.use { house in
            let (march, april) = (try #require(Instant("2026-03-10T10:00:00Z")), try #require(Instant("2026-04-10T10:00:00Z")))
            let names = house.book.pseudonyms
            #expect(names.name(of: "staff:leyla", at: march) == names.name(of: "staff:leyla", at: march))
            #expect(names.name(of: "staff:leyla", at: march) != names.name(of: "staff:leyla", at: april))
            #expect(names.name(of: "staff:leyla", at: march) != names.name(of: "staff:tural", at: march))
            #expect(names.name(of: "rule:digest", at: march).hasPrefix("rule-"))
        }
    }

    private func line(_ id: String) -> LedgerLine {
        LedgerLine(
            id: id, deed: "open-sealed", actor: "staff:analyst", subjectClass: "reporter", reference: "report:17", tlp: .red,
            digest: Array(repeating: 1, count: 32), time: RunningCentre.now())
    }
}
