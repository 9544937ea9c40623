/// Writes a MaxMind DB (format 2.0) that knows the number, name and country of every network of the sample.
///
/// The search tree is an IPv6 tree with IPv4 networks below `::/96`; records are 24 bits wide.
struct NetworkDatabase {
    /// The low 32 bits of an IPv4 network sit behind 96 zero bits.
    private struct Node {
        var records: (Int, Int) = (NetworkDatabase.nothing, NetworkDatabase.nothing)
    }

    /// A record: 0... is a node, -1 nothing, below -1 a piece of data.
    private static let nothing = -1
    private var nodes = [Node()]
    private var data = Bytes(capacity: 1 << 16)
    private var offsets: [Int] = []

    /// Names a network; a longer prefix added later wins over a shorter one added before.
    mutating func add(_ prefix: Prefix, asn: Int, organisation: String, country: StaticString) {
        offsets.append(data.count)
        let record = -1 - offsets.count
        describe(asn: asn, organisation: organisation, country: country)
        let depth = prefix.isSix ? prefix.length : prefix.length + 96
        var node = 0
        for level in 0..<depth {
            let isOne = bit(level, of: prefix)
            if level == depth - 1 {
                replace(node, isOne, with: record)
                break
            }
            var child = isOne ? nodes[node].records.1 : nodes[node].records.0
            if child < 0 {
                // What covered the whole half still covers both parts of it.
                nodes.append(Node(records: (child, child)))
                child = nodes.count - 1
                replace(node, isOne, with: child)
            }
            node = child
        }
    }

    /// The whole file.
    func write(into bytes: inout Bytes, day: CalendarDay) {
        for node in nodes {
            for record in [node.records.0, node.records.1] {
                let value: Int
                if record >= 0 {
                    value = record
                } else if record == NetworkDatabase.nothing {
                    value = nodes.count
                } else {
                    value = nodes.count + 16 + offsets[-2 - record]
                }
                bytes.byte(UInt8(truncatingIfNeeded: value >> 16))
                bytes.byte(UInt8(truncatingIfNeeded: value >> 8))
                bytes.byte(UInt8(truncatingIfNeeded: value))
            }
        }
        for _ in 0..<16 { bytes.byte(0) }
        bytes.raw(data.buffer)
        bytes.raw([0xAB, 0xCD, 0xEF])
        bytes.text("MaxMind.com")
        NetworkDatabase.map(9, &bytes)
        NetworkDatabase.text("binary_format_major_version", &bytes)
        NetworkDatabase.unsigned(2, type: 5, octets: 2, &bytes)
        NetworkDatabase.text("binary_format_minor_version", &bytes)
        NetworkDatabase.unsigned(0, type: 5, octets: 2, &bytes)
        NetworkDatabase.text("build_epoch", &bytes)
        NetworkDatabase.unsigned(UInt64(day.daysSince1970) * 86_400, type: 9, octets: 8, &bytes)
        NetworkDatabase.text("database_type", &bytes)
        NetworkDatabase.text("Sample-ASN-Country", &bytes)
        NetworkDatabase.text("description", &bytes)
        NetworkDatabase.map(1, &bytes)
        NetworkDatabase.text("en", &bytes)
        NetworkDatabase.text("Networks of the fictional country Odlar", &bytes)
        NetworkDatabase.text("ip_version", &bytes)
        NetworkDatabase.unsigned(6, type: 5, octets: 2, &bytes)
        NetworkDatabase.text("languages", &bytes)
        // An empty array: extended type 11.
        bytes.raw([0x00, 0x04])
        NetworkDatabase.text("node_count", &bytes)
        NetworkDatabase.unsigned(UInt64(nodes.count), type: 6, octets: 4, &bytes)
        NetworkDatabase.text("record_size", &bytes)
        NetworkDatabase.unsigned(24, type: 5, octets: 2, &bytes)
    }

    // MARK: - Tree

    private mutating func replace(_ node: Int, _ isOne: Bool, with record: Int) {
        if isOne { nodes[node].records.1 = record } else { nodes[node].records.0 = record }
    }

    private func bit(_ level: Int, of prefix: Prefix) -> Bool {
        if prefix.isSix { return prefix.high >> UInt64(63 - level) & 1 == 1 }
        return level >= 96 && prefix.four >> UInt32(127 - level) & 1 == 1
    }

    // MARK: - Data section

    private mutating func describe(asn: Int, organisation: String, country: StaticString) {
        NetworkDatabase.map(3, &data)
        NetworkDatabase.text("autonomous_system_number", &data)
        NetworkDatabase.unsigned(UInt64(asn), type: 6, octets: 4, &data)
        NetworkDatabase.text("autonomous_system_organization", &data)
        NetworkDatabase.text(organisation, &data)
        NetworkDatabase.text("country", &data)
        NetworkDatabase.map(1, &data)
        NetworkDatabase.text("iso_code", &data)
        NetworkDatabase.text("\(country)", &data)
    }

    private static func map(_ pairs: UInt8, _ bytes: inout Bytes) { bytes.byte(7 << 5 | pairs) }

    private static func text(_ text: String, _ bytes: inout Bytes) {
        let length = text.utf8.count
        if length < 29 {
            bytes.byte(2 << 5 | UInt8(length))
        } else {
            bytes.raw([2 << 5 | 29, UInt8(truncatingIfNeeded: length - 29)])
        }
        bytes.string(text)
    }

    /// Types above 7 are written as an extended type: a zero type and the type less 7 in the next octet.
    private static func unsigned(_ value: UInt64, type: UInt8, octets: Int, _ bytes: inout Bytes) {
        let used = min(octets, (64 - value.leadingZeroBitCount + 7) / 8)
        if type > 7 { bytes.raw([UInt8(used), type - 7]) } else { bytes.byte(type << 5 | UInt8(used)) }
        for octet in stride(from: used - 1, through: 0, by: -1) {
            bytes.byte(UInt8(truncatingIfNeeded: value >> UInt64(8 * octet)))
        }
    }
}
