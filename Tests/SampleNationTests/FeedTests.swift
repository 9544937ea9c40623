import Foundation
import Testing

@testable import SampleNation

@Suite("The feeds of a sample nation")
struct FeedTests {
    /// Real schemas and files of the provider, beside the repository where it is present.
    static let shared = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data").standardized
    static let hasShared = FileManager.default.fileExists(atPath: shared.appending(path: "shadowserver").path)

    @Test("no address outside the reserved ranges is written anywhere")
    func reservedOnly() throws {
        let nation = try WrittenNation(days: 2, events: 20_000)
        var addresses = 0
        for name in nation.names where !name.hasSuffix(".mmdb") {
            for token in tokens(try nation.bytes(name)) {
                guard let isReserved = judge(token) else { continue }
                addresses += 1
                #expect(isReserved, "\(String(decoding: token, as: UTF8.self)) in \(name)")
            }
        }
        #expect(addresses > 20_000)
    }

    /// Runs of hexadecimal digits, dots and colons.
    private func tokens(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split { byte in
            !((0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte) || byte == 0x2E || byte == 0x3A)
        }
    }

    /// Whether an address is reserved; nil for what is no address.
    private func judge(_ token: ArraySlice<UInt8>) -> Bool? {
        let parts = token.split(separator: 0x3A, omittingEmptySubsequences: false)
        if parts.count <= 2, let first = parts.first {
            let numbers = first.split(separator: 0x2E, omittingEmptySubsequences: false).map { Int(String(decoding: $0, as: UTF8.self)) }
            guard numbers.count == 4, numbers.allSatisfy({ $0.map { $0 < 256 } ?? false }) else { return nil }
            switch (numbers[0], numbers[1], numbers[2]) {
            case (10, _, _), (198, 18, _), (198, 19, _), (192, 0, 2), (198, 51, 100), (203, 0, 113): return true
            default: return false
            }
        }
        // Fingerprints and hardware addresses have two digits everywhere, times have three parts.
        guard parts.count > 4, !parts.allSatisfy({ $0.count == 2 }) else { return nil }
        return token.starts(with: "2001:db8:".utf8)
    }

    @Test("autonomous systems are private or for documentation")
    func numbers() throws {
        let nation = try WrittenNation(days: 1, events: 5000)
        for name in nation.reports {
            let rows = records(try nation.text(name))
            let columns = rows[0].indices.filter { rows[0][$0].hasSuffix("asn") }
            for row in rows.dropFirst() where row.count == rows[0].count {
                for column in columns {
                    let number = try #require(Int(row[column]))
                    #expect((64_496...64_511).contains(number) || (4_200_000_000...4_294_967_294).contains(number))
                }
            }
        }
    }

    @Test("mails, sites and hosts are below example domains")
    func domains() throws {
        let nation = try WrittenNation(days: 1, events: 5000)
        let pattern = try Regex("(?:@|https?://)([A-Za-z0-9.-]*[a-z])")
        for name in nation.names where !name.hasSuffix(".mmdb") {
            for match in try nation.text(name).matches(of: pattern) {
                let domain = match.output[1].substring ?? ""
                let isExample = domain.hasSuffix("example") || domain.hasSuffix("example.com") || domain.hasSuffix("example.net")
                #expect(isExample, "\(domain) in \(name)")
            }
        }
    }

    @Test("rows of one report and day differ in address, port or time")
    func rowsDiffer() throws {
        let nation = try WrittenNation(days: 1, events: 30_000)
        for name in nation.reports {
            let rows = records(try nation.text(name))
            let header = rows[0]
            let address = try #require(header.firstIndex(of: "ip") ?? header.firstIndex(of: "src_ip"))
            let port = header.firstIndex(of: "src_port") ?? header.firstIndex(of: "port")
            var seen = Set<[String]>()
            for row in rows.dropFirst() where row.count == header.count && row[address] != "198.18.300.7" && !row[0].hasPrefix("2026-13") {
                #expect(seen.insert([row[0], row[address], port.map { row[$0] } ?? ""]).inserted, "\(row[address]) in \(name)")
            }
        }
    }

    @Test("about one row in two thousand is broken, and the summary counts every one")
    func broken() throws {
        let nation = try WrittenNation(days: 1, events: 60_000)
        #expect((10...60).contains(nation.summary.broken))
        for feed in nation.summary.feeds where feed.name.hasPrefix("feeds/shadowserver/") {
            let rows = records(try nation.text(feed.name))
            let address = try #require(rows[0].firstIndex(of: "ip") ?? rows[0].firstIndex(of: "src_ip"))
            let bad = rows.dropFirst().filter { row in
                row.count != rows[0].count || row[address] == "198.18.300.7" || row[0].hasPrefix("2026-13")
            }
            #expect(bad.count == feed.broken, "\(feed.name)")
        }
    }

    @Test("documents and lines of JSON are whole unless counted as broken")
    func json() throws {
        let nation = try WrittenNation(days: 1, events: 60_000)
        for feed in nation.summary.feeds where feed.name.contains(".json") {
            let bytes = try nation.bytes(feed.name)
            if bytes.first == 0x5B {
                let rows = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [Any])
                #expect(rows.count == feed.rows)
            } else {
                let bad = bytes.split(separator: 0x0A).filter { (try? JSONSerialization.jsonObject(with: Data($0))) == nil }
                #expect(bad.count == feed.broken, "\(feed.name)")
            }
        }
    }

    @Test("headers have the columns of the provider's schema", .enabled(if: FeedTests.hasShared, "needs ../shared/data"))
    func headersAgreeWithSchema() throws {
        let data = try Data(contentsOf: Self.shared.appending(path: "shadowserver/schema-2026-03-24.json"))
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
        var byFile: [String: Set<String>] = [:]
        for entry in schema.values {
            guard let file = entry["file_name"] as? String else { continue }
            let fields = (entry["required_fields"] as? [[Any]] ?? []) + (entry["optional_fields"] as? [[Any]] ?? [])
            byFile[file] = Set(fields.compactMap { $0.count > 1 ? $0[1] as? String : nil })
        }
        for report in Report.all {
            let expected = try #require(byFile[report.name], "\(report.name) is no report of the schema")
            let columns = report.columns.split(separator: " ").map { String($0) }
            #expect(Set(columns) == expected, "\(report.name): \(Set(columns).symmetricDifference(expected).sorted())")
            #expect(Set(columns).count == columns.count)
        }
    }

    @Test(
        "columns that older files of the provider share come in the same order", .enabled(if: FeedTests.hasShared, "needs ../shared/data"))
    func headersAgreeWithFiles() throws {
        var compared = 0
        for report in Report.all where report.name.hasPrefix("event") {
            let file = Self.shared.appending(path: "intelmq-cases/shadowserver/csv/\(report.name).csv")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            let known = records(text)[0]
            let columns = report.columns.split(separator: " ").map { String($0) }
            #expect(columns.filter(known.contains) == known.filter(columns.contains), "\(report.name)")
            compared += 1
        }
        #expect(compared > 3)
    }

    @Test("every cell that a report speaks of is one of its columns")
    func cellsHaveColumns() {
        for report in Report.all {
            let columns = Set(report.columns.split(separator: " ").map { String($0) })
            for cells in [report.common] + report.variants {
                for name in cells.keys { #expect(columns.contains(name), "\(name) in \(report.name)") }
            }
        }
    }
}
