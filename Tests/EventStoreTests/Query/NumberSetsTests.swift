import Testing

@testable import EventStore

@Suite("Counting distinct values")
struct NumberSetsTests {
    @Test("sets hold what was put into them, small or large, dense or sparse", arguments: [10, 100, 5000, 2_000_000])
    func members(universe: Int) {
        let sets = NumberSets()
        var reference: [Set<UInt32>] = []
        var dice = Dice(UInt64(universe))
        for set in 0..<7 {
            sets.addSet()
            reference.append([])
            for _ in 0..<[0, 1, 5, 60, 700, 9000, 20_000][set] {
                let number = UInt32(1 + dice.roll(universe - 1))
                // Values are met over time: what there are of them grows.
                sets.insert(number, into: set, universe: max(Int(number) + 1, universe / 2))
                reference[set].insert(number)
            }
        }
        for set in 0..<7 {
            #expect(sets.count(set) == reference[set].count)
            var found: [UInt32] = []
            sets.forEach(in: set) { found.append($0) }
            #expect(found.sorted() == reference[set].sorted())
        }
        #expect(sets.byteCount < 1_000_000)
    }

    @Test("numbers keep the places they were given", arguments: [1, 50, 70_000])
    func places(count: Int) {
        var table = NumberTable()
        var dice = Dice(7)
        var reference: [UInt64: UInt32] = [:]
        for _ in 0..<count {
            let key = dice.roll(5) == 0 ? UInt64(dice.roll(100)) : UInt64(dice.roll(1 << 30)) << 31
            let place = table.place(of: key)
            if let known = reference[key] {
                #expect(place == known)
            } else {
                #expect(Int(place) == reference.count)
                reference[key] = place
            }
            #expect(table[Int(place)] == key)
        }
        #expect(table.count == reference.count)
    }

    @Test(
        "only the canonical text of an IPv4 address is read as one",
        arguments: [
            ("192.0.2.7", 0xC000_0207), ("0.0.0.0", 0), ("255.255.255.255", 0xFFFF_FFFF), ("01.2.3.4", nil), ("1.2.3", nil),
            ("1.2.3.4.5", nil),
            ("1.2.3.256", nil), ("1..2.3", nil), ("1.2.3.4 ", nil), ("::1", nil), ("1.2.3.", nil), ("00.0.0.0", nil), ("a.b.c.d", nil),
        ] as [(String, UInt32?)])
    func addresses(text: String, bits: UInt32?) {
        #expect(Array(text.utf8).withUnsafeBytes { IPv4Text.bits($0) } == bits)
    }
}
