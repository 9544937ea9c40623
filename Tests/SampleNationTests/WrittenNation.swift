import Foundation
import SampleNation

/// A sample nation in a temporary folder that is removed when the value goes away.
final class WrittenNation {
    let directory: URL
    let summary: Summary

    init(seed: UInt64 = 7, days: Int, events: Int) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "sample-nation-\(UUID().uuidString)")
        summary = try SampleNation(seed: seed, days: days, events: events).write(to: directory.path)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: directory.appending(path: name))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// Everything that was written, the register and the networks included.
    var names: [String] { summary.feeds.map(\.name) + ["owners.yaml", "networks.mmdb"] }

    /// The Shadowserver files among the feeds.
    var reports: [String] { summary.feeds.map(\.name).filter { $0.hasPrefix("feeds/shadowserver/") } }

    /// FNV-1a, 64 bits, over names and contents.
    func fingerprint() throws -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for name in names {
            for byte in Array(name.utf8) + (try bytes(name)) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return hash
    }
}

/// Reads comma-separated values with quotes (RFC 4180) far enough for the tests.
func records(_ text: String) -> [[String]] {
    text.utf8.split(separator: 0x0A).map { line in
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        for byte in line {
            switch byte {
            case 0x22: isQuoted.toggle()
            case 0x2C where !isQuoted:
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
            default: field.append(byte)
            }
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
