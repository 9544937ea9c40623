import Foundation
import GRDB
import Testing

@testable import EventStore

@Suite("How pieces are told apart")
struct PieceDigestTests {
    private func identity(_ digest: PieceDigest, _ text: String, after parent: PieceID = .root) throws -> PieceID {
        try Array(text.utf8).withUnsafeBytes { try digest.identity(of: $0, after: parent) }
    }

    @Test("the same bytes after the same piece are the same piece, also when the store is opened again")
    func isKept() throws {
        let folder = try ScratchFolder()
        let first = try folder.store()
        let before = try identity(first.pieceDigest(), "198.18.0.7,23")
        try first.close()
        let second = try folder.store()
        #expect(try identity(second.pieceDigest(), "198.18.0.7,23") == before)
    }

    @Test(
        "other bytes, another length or another parent are another piece",
        arguments: ["198.18.0.7,24", "198.18.0.7,2", "198.18.0.7,23\n", "198.18.0.7,23\0", ""])
    func differs(other: String) throws {
        try ScratchFolder.withStore { store in
            let digest = try store.pieceDigest()
            #expect(try identity(digest, other) != identity(digest, "198.18.0.7,23"))
            #expect(try identity(digest, "198.18.0.7,23", after: .numbered(1)) != identity(digest, "198.18.0.7,23"))
        }
    }

    @Test("nobody can work out the identities of a store from the bytes alone")
    func isOwn() throws {
        let one = try ScratchFolder.withStore { try identity($0.pieceDigest(), "198.18.0.7,23") }
        let other = try ScratchFolder.withStore { try identity($0.pieceDigest(), "198.18.0.7,23") }
        #expect(one != other)
        #expect(try identity(.plain, "198.18.0.7,23") != one)
    }

    @Test("a store that held pieces before there were keys still knows them")
    func oldStore() throws {
        let folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/store", withIntermediateDirectories: true)
        let old = try DatabasePool(path: folder.path + "/store/catalogue.sqlite")
        try CatalogueMigrations.migrator.migrate(old, upTo: "001 ledger, segments, findings, rollups")
        try old.write { db in
            try db.execute(
                sql: """
                    INSERT INTO feed (id, code, name, interval) VALUES (1, 'example/scan', 'Scan', 86400);
                    INSERT INTO piece (id, parent, length, is_tail, feed, source, rows, rejected, stored_at)
                    VALUES (x'01', x'00', 13, 0, 1, 'report.csv', 1, 0, 0);
                    """)
        }
        try old.close()
        let store = try folder.store()
        #expect(try identity(store.pieceDigest(), "198.18.0.7,23") == identity(.plain, "198.18.0.7,23"))
    }
}
