/// Which addresses and systems the country was given, as the regional registries publish it (RIR statistics exchange format, extended):
/// what the register's owners hold, and some that nobody has asked for yet.
struct Delegations {
    let nation: Nation

    /// Given to the country, used by nobody in the register.
    private static let idleFours: [(address: UInt32, count: Int)] = [
        (0x0AF0_0000, 16_384), (0x0AF4_0000, 1_024), (0x0AF5_0800, 256), (0x0AF6_1000, 256),
    ]
    private static let idleSix: UInt64 = 0x2001_0DB8_F000_0000
    private static let idleASNs = [4_200_009_001, 4_200_009_002, 4_200_009_007]

    func write(into bytes: inout Bytes, day: CalendarDay) {
        var lines: [String] = []
        func line(_ kind: String, _ start: String, _ value: Int) {
            lines.append("odlar|\(Nation.code)|\(kind)|\(start)|\(value)|20260105|allocated")
        }
        let numbers = Set(nation.owners.flatMap(\.asns) + Self.idleASNs).sorted()
        for number in numbers { line("asn", "\(number)", 1) }
        let fours = nation.owners.flatMap(\.prefixes).filter { !$0.isSix }.map { (address: $0.four, count: 1 << (32 - $0.length)) }
        for block in (fours + Self.idleFours).sorted(by: { ($0.address, $1.count) < ($1.address, $0.count) }) {
            line("ipv4", Self.text(block.address), block.count)
        }
        let sixes =
            nation.owners.flatMap(\.prefixes).filter(\.isSix).map { (high: $0.high, length: $0.length) } + [
                (high: Self.idleSix, length: 40)
            ]
        for block in sixes.sorted(by: { ($0.high, $0.length) < ($1.high, $1.length) }) { line("ipv6", Self.text(block.high), block.length) }
        var date = Bytes(capacity: 16)
        date.date(day)
        let today = String(decoding: date.buffer, as: UTF8.self).filter { $0 != "-" }
        bytes.string("2|odlar|\(today)|\(lines.count)|20260105|\(today)|+0000\n")
        for kind in ["asn", "ipv4", "ipv6"] {
            bytes.string("odlar|*|\(kind)|*|\(lines.count { $0.contains("|\(kind)|") })|summary\n")
        }
        for line in lines { bytes.string(line + "\n") }
    }

    private static func text(_ four: UInt32) -> String { [24, 16, 8, 0].map { "\(four >> UInt32($0) & 255)" }.joined(separator: ".") }

    /// The upper half of an address whose lower half is zero.
    private static func text(_ high: UInt64) -> String {
        [48, 32, 16, 0].map { String(high >> UInt64($0) & 0xFFFF, radix: 16) }.joined(separator: ":") + "::"
    }
}
