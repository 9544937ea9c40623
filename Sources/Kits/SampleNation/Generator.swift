/// A small generator of numbers (SplitMix64): the same seed gives the same numbers on every machine.
struct Generator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return scrambled(state)
    }

    /// A number from 0 to `bound` - 1.
    mutating func below(_ bound: Int) -> Int { spread(next(), below: bound) }
}

/// The finishing step of SplitMix64: every bit of the input moves about half of the output's bits.
@inline(__always)
func scrambled(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
}

/// One number out of two; order matters.
@inline(__always)
func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
    scrambled(first &+ (second &+ 1) &* 0x9E37_79B9_7F4A_7C15)
}

/// Maps a random word onto 0..<bound without a division.
@inline(__always)
func spread(_ word: UInt64, below bound: Int) -> Int {
    Int(truncatingIfNeeded: word.multipliedFullWidth(by: UInt64(truncatingIfNeeded: bound)).high)
}

/// Like `spread`, but small results are much likelier: a few noisy members, a long quiet tail.
@inline(__always)
func skewed(_ word: UInt64, below bound: Int) -> Int {
    spread(word.multipliedFullWidth(by: scrambled(word)).high, below: bound)
}

/// A fixed disorder of the numbers 0..<count: every number comes once, in no visible order.
struct Permutation {
    private let count: UInt64
    private let halfBits: UInt64
    private let mask: UInt64
    private let keys: (UInt64, UInt64, UInt64)

    init(of count: Int, seed: UInt64) {
        var half: UInt64 = 1
        while (1 as UInt64) << (2 * half) < UInt64(count) { half += 1 }
        self.count = UInt64(count)
        halfBits = half
        mask = (1 << half) - 1
        keys = (mixed(seed, 1), mixed(seed, 2), mixed(seed, 3))
    }

    /// A Feistel network over the next power of four, walked until the result falls below `count`.
    func callAsFunction(_ index: Int) -> Int {
        var value = UInt64(index)
        repeat {
            var left = value >> halfBits
            var right = value & mask
            (left, right) = (right, left ^ (scrambled(right &+ keys.0) & mask))
            (left, right) = (right, left ^ (scrambled(right &+ keys.1) & mask))
            (left, right) = (right, left ^ (scrambled(right &+ keys.2) & mask))
            value = left << halfBits | right
        } while value >= count
        return Int(value)
    }
}
