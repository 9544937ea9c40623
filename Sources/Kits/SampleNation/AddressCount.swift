/// Counts the different hosts of the nation that appear in rows, with one bit for each.
struct AddressCount {
    private var fours: [UInt64]
    private var sixes: [UInt64]
    private(set) var count = 0

    init(nation: Nation) {
        fours = Array(repeating: 0, count: nation.fourCount / 64 + 1)
        sixes = Array(repeating: 0, count: nation.sixCount / 64 + 1)
    }

    mutating func note(_ host: Host) {
        let (word, bit) = (host.index >> 6, UInt64(1) << UInt64(host.index & 63))
        if case .four = host.address {
            guard fours[word] & bit == 0 else { return }
            fours[word] |= bit
        } else {
            guard sixes[word] & bit == 0 else { return }
            sixes[word] |= bit
        }
        count += 1
    }
}
