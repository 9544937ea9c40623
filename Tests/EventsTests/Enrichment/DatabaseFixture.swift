import Foundation
import Vocabulary

/// Writes small MMDB files (MaxMind DB file format 2.0) for tests.
struct DatabaseFixture {
    indirect enum Field {
        case text(String)
        case number(UInt32)
        /// Metadata numbers have fixed types: 16 and 64 bits.
        case short(UInt16)
        case long(UInt64)
        case emptyArray
        case map([(String, Field)])
    }

    private final class Node {
        var left: Branch = .empty
        var right: Branch = .empty
    }

    private enum Branch {
        case empty
        case data(Int)
        case node(Node)
    }

    var type = "Test-ASN"
    var isIPv6 = true
    /// 6to4 addresses lead to the IPv4 tree, as MaxMind's files do it.
    var hasAliases = false
    var recordBits = 24
    private var entries: [(IPPrefix, [(String, Field)])] = []

    mutating func add(_ network: String, _ record: [(String, Field)]) {
        guard let network = IPPrefix(network) else { preconditionFailure("\(network) is no network") }
        entries.append((network, record))
    }

    /// The file's bytes.
    func bytes() -> [UInt8] {
        let root = Node()
        var data: [UInt8] = []
        for (network, record) in entries.sorted(by: { $0.0.length < $1.0.length }) {
            let offset = data.count
            data += Self.encode(.map(record))
            insert(bits(network), .data(offset), at: root)
        }
        if isIPv6, hasAliases, let ipv4 = node(at: [Bool](repeating: false, count: 96), from: root) {
            insert((0..<16).map { 0x2002 >> (15 - $0) & 1 == 1 }, .node(ipv4), at: root)
        }
        var nodes: [Node] = []
        var numbers: [ObjectIdentifier: Int] = [:]
        func visit(_ node: Node) {
            if numbers[ObjectIdentifier(node)] != nil { return }
            numbers[ObjectIdentifier(node)] = nodes.count
            nodes.append(node)
            for case .node(let next) in [node.left, node.right] { visit(next) }
        }
        visit(root)
        func record(_ branch: Branch) -> UInt32 {
            switch branch {
            case .empty: UInt32(nodes.count)
            case .data(let offset): UInt32(nodes.count + 16 + offset)
            case .node(let node): UInt32(numbers[ObjectIdentifier(node)] ?? 0)
            }
        }
        var file: [UInt8] = []
        for node in nodes { file += pack(record(node.left), record(node.right)) }
        file += [UInt8](repeating: 0, count: 16) + data
        file += [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
        file += Self.encode(
            .map([
                ("node_count", .number(UInt32(nodes.count))), ("record_size", .short(UInt16(recordBits))),
                ("ip_version", .short(isIPv6 ? 6 : 4)), ("database_type", .text(type)), ("binary_format_major_version", .short(2)),
                ("binary_format_minor_version", .short(0)), ("build_epoch", .long(1_767_225_600)), ("languages", .emptyArray),
                ("description", .map([])),
            ]))
        return file
    }

    /// Writes the file into a folder and returns its path.
    func write(_ name: String, in folder: URL) throws -> String {
        let place = folder.appending(path: name)
        try Data(bytes()).write(to: place, options: .atomic)
        return place.path
    }

    private func bits(_ network: IPPrefix) -> [Bool] {
        let address = network.address
        if network.isIPv4 {
            let own = (0..<network.length).map { address.low >> UInt64(31 - $0) & 1 == 1 }
            return isIPv6 ? [Bool](repeating: false, count: 96) + own : own
        }
        return (0..<network.length).map { bit in
            let half: UInt64 = bit < 64 ? address.high : address.low
            return half >> UInt64(63 - bit % 64) & 1 == 1
        }
    }

    private func insert(_ bits: [Bool], _ leaf: Branch, at root: Node) {
        var node = root
        for bit in bits.dropLast() {
            switch bit ? node.right : node.left {
            case .node(let next): node = next
            case let branch:
                let next = Node()
                (next.left, next.right) = (branch, branch)
                if bit { node.right = .node(next) } else { node.left = .node(next) }
                node = next
            }
        }
        if bits.last == true { node.right = leaf } else { node.left = leaf }
    }

    private func node(at bits: [Bool], from root: Node) -> Node? {
        var node = root
        for bit in bits {
            guard case .node(let next) = bit ? node.right : node.left else { return nil }
            node = next
        }
        return node
    }

    private func pack(_ left: UInt32, _ right: UInt32) -> [UInt8] {
        func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * (count - 1 - $0))) }
        }
        switch recordBits {
        case 24: return bytes(left, 3) + bytes(right, 3)
        case 28: return bytes(left & 0xFF_FFFF, 3) + [UInt8(left >> 24) << 4 | UInt8(right >> 24)] + bytes(right & 0xFF_FFFF, 3)
        default: return bytes(left, 4) + bytes(right, 4)
        }
    }

    private static func encode(_ field: Field) -> [UInt8] {
        func head(_ type: UInt8, _ size: Int) -> [UInt8] { size < 29 ? [type << 5 | UInt8(size)] : [type << 5 | 29, UInt8(size - 29)] }
        func big(_ number: UInt64) -> [UInt8] {
            Array((0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }.drop { $0 == 0 })
        }
        switch field {
        case .text(let text): return head(2, text.utf8.count) + Array(text.utf8)
        case .number(let number): return head(6, big(UInt64(number)).count) + big(UInt64(number))
        case .short(let number): return head(5, big(UInt64(number)).count) + big(UInt64(number))
        // Types from 7 on stand in a byte of their own, less 7.
        case .long(let number): return [UInt8(big(number).count), 2] + big(number)
        case .emptyArray: return [0, 4]
        case .map(let fields): return head(7, fields.count) + fields.flatMap { encode(.text($0.0)) + encode($0.1) }
        }
    }
}

/// A folder of its own for one test, gone afterwards.
struct ScratchFolder: ~Copyable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "keshik-enrichment-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
