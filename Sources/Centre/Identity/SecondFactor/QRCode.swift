/// A QR code (ISO/IEC 18004) of a text in byte mode with error correction level M, up to version 12 (287 bytes): enough for the address
/// that an app reads.
struct QRCode: Sendable, Hashable {
    /// Modules on a side.
    let size: Int
    /// Row by row; true is dark.
    private(set) var modules: [Bool]
    /// Modules that belong to patterns and not to the text.
    private var isPattern: [Bool]

    /// Of level M by version: codewords for correction in each block, and blocks.
    private static let correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22]
    private static let blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8]

    /// nil where the text is too long.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard
            let version = (1...12).first(where: { version in
                bytes.count + (version < 10 ? 2 : 3) <= Self.dataCount(version)
            })
        else { return nil }
        size = version * 4 + 17
        modules = Array(repeating: false, count: size * size)
        isPattern = modules
        drawPatterns(version)
        place(Self.codewords(bytes, version))
        var best = (penalty: Int.max, mask: 0)
        for mask in 0..<8 {
            var tried = self
            tried.apply(mask)
            let penalty = tried.penalty
            if penalty < best.penalty { best = (penalty, mask) }
        }
        apply(best.mask)
    }

    subscript(_ column: Int, _ row: Int) -> Bool { modules[row * size + column] }

    /// The code as SVG with a quiet zone of four modules, dark on light in any colour scheme.
    func svg(title: String) -> String {
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                guard self[column, row] else {
                    column += 1
                    continue
                }
                let start = column
                while column < size, self[column, row] { column += 1 }
                path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
            }
        }
        let side = size + 8
        return """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(side * 5)" height="\(side * 5)" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges"><title>\(HTML.escaped(title))</title><rect width="\(side)" height="\(side)" fill="#fff"/>\
            <path d="\(path)" fill="#000"/></svg>
            """
    }

    // MARK: - Codewords

    private static func rawModules(_ version: Int) -> Int {
        var count = (16 * version + 128) * version + 64
        if version >= 2 {
            let aligned = version / 7 + 2
            count -= (25 * aligned - 10) * aligned - 55
            if version >= 7 { count -= 36 }
        }
        return count
    }

    private static func dataCount(_ version: Int) -> Int {
        rawModules(version) / 8 - correction[version - 1] * blocks[version - 1]
    }

    /// Mode, length, text and filling in blocks, interleaved, each with its correction.
    private static func codewords(_ bytes: [UInt8], _ version: Int) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for shift in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> shift & 1 == 1) }
        }
        append(4, 4)
        append(bytes.count, version < 10 ? 8 : 16)
        for byte in bytes { append(Int(byte), 8) }
        let room = dataCount(version)
        append(0, min(4, room * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var words = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var filling: UInt8 = 0xEC
        while words.count < room {
            words.append(filling)
            filling ^= 0xEC ^ 0x11
        }
        let (count, extra) = (blocks[version - 1], correction[version - 1])
        let short = room / count
        let long = room % count
        var pieces: [[UInt8]] = []
        var start = 0
        for index in 0..<count {
            let length = short + (index < count - long ? 0 : 1)
            pieces.append(Array(words[start..<start + length]))
            start += length
        }
        let divisor = ReedSolomon.divisor(extra)
        let corrections = pieces.map { ReedSolomon.remainder($0, divisor) }
        var result: [UInt8] = []
        for index in 0...short { for piece in pieces where index < piece.count { result.append(piece[index]) } }
        for index in 0..<extra { for piece in corrections { result.append(piece[index]) } }
        return result
    }

    // MARK: - Patterns

    private mutating func set(_ column: Int, _ row: Int, _ isDark: Bool) {
        modules[row * size + column] = isDark
        isPattern[row * size + column] = true
    }

    private mutating func drawPatterns(_ version: Int) {
        for place in 0..<size {
            set(6, place, place % 2 == 0)
            set(place, 6, place % 2 == 0)
        }
        for (column, row) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for y in -4...4 {
                for x in -4...4 where (0..<size).contains(column + x) && (0..<size).contains(row + y) {
                    let distance = max(abs(x), abs(y))
                    set(column + x, row + y, distance != 2 && distance != 4)
                }
            }
        }
        let places = Self.alignment(version, size)
        let last = places.count - 1
        for (i, column) in places.enumerated() {
            for (j, row) in places.enumerated() where !((i == 0 && j == 0) || (i == 0 && j == last) || (i == last && j == 0)) {
                for y in -2...2 { for x in -2...2 { set(column + x, row + y, max(abs(x), abs(y)) != 1) } }
            }
        }
        drawFormat(mask: 0)
        guard version >= 7 else { return }
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            set(size - 11 + index % 3, index / 3, isDark)
            set(index / 3, size - 11 + index % 3, isDark)
        }
    }

    private static func alignment(_ version: Int, _ size: Int) -> [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    /// Level M and the mask, twice, protected by a BCH code.
    private mutating func drawFormat(mask: Int) {
        let content = 0 << 3 | mask
        var rest = content
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (content << 10 | rest) ^ 0x5412
        func isDark(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, isDark(index)) }
        set(8, 7, isDark(6))
        set(8, 8, isDark(7))
        set(7, 8, isDark(8))
        for index in 9..<15 { set(14 - index, 8, isDark(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, isDark(index)) }
        for index in 8..<15 { set(8, size - 15 + index, isDark(index)) }
        set(8, size - 8, true)
    }

    /// Lays the codewords in columns of two, up and down.
    private mutating func place(_ words: [UInt8]) {
        var index = 0
        for right in stride(from: size - 1, through: 1, by: -2) {
            let right = right <= 6 ? right - 1 : right
            for vertical in 0..<size {
                for column in [right, right - 1] {
                    let isUpward = (right + 1) & 2 == 0
                    let row = isUpward ? size - 1 - vertical : vertical
                    guard !isPattern[row * size + column], index < words.count * 8 else { continue }
                    modules[row * size + column] = words[index / 8] >> UInt8(7 - index % 8) & 1 == 1
                    index += 1
                }
            }
        }
    }

    private mutating func apply(_ mask: Int) {
        drawFormat(mask: mask)
        for row in 0..<size {
            for column in 0..<size where !isPattern[row * size + column] {
                let isTurned =
                    switch mask {
                    case 0: (column + row) % 2 == 0
                    case 1: row % 2 == 0
                    case 2: column % 3 == 0
                    case 3: (column + row) % 3 == 0
                    case 4: (column / 3 + row / 2) % 2 == 0
                    case 5: column * row % 2 + column * row % 3 == 0
                    case 6: (column * row % 2 + column * row % 3) % 2 == 0
                    default: ((column + row) % 2 + column * row % 3) % 2 == 0
                    }
                if isTurned { modules[row * size + column].toggle() }
            }
        }
    }

    /// How hard the code is to read: runs, blocks, look-alikes of the corners, and imbalance (section 7.8.3).
    private var penalty: Int {
        var sum = 0
        let corner: [Bool] = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        for line in 0..<size {
            for isRow in [true, false] {
                let cells = (0..<size).map { isRow ? self[$0, line] : self[line, $0] }
                var run = 1
                for index in 1...size {
                    if index < size, cells[index] == cells[index - 1] {
                        run += 1
                    } else {
                        if run >= 5 { sum += run - 2 }
                        run = 1
                    }
                }
                for start in 0...size - 11 {
                    let window = cells[start..<start + 11]
                    if window.elementsEqual(corner + light) || window.elementsEqual(light + corner) { sum += 40 }
                }
            }
        }
        for row in 0..<size - 1 {
            for column in 0..<size - 1 {
                let isDark = self[column, row]
                if isDark == self[column + 1, row], isDark == self[column, row + 1], isDark == self[column + 1, row + 1] { sum += 3 }
            }
        }
        let dark = modules.count(where: \.self)
        return sum + abs(dark * 20 - modules.count * 10) / modules.count * 10
    }
}

/// Reed-Solomon over GF(2^8) with the polynomial 0x11D, as QR codes use it.
enum ReedSolomon {
    static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        for shift in stride(from: 7, through: 0, by: -1) {
            product = product << 1 ^ (product >> 7) * 0x11D
            if right >> UInt8(shift) & 1 == 1 { product ^= Int(left) }
        }
        return UInt8(product)
    }

    /// The generator polynomial's coefficients without the leading one.
    static func divisor(_ degree: Int) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = multiply(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    static func remainder(_ bytes: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: divisor.count)
        for byte in bytes {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for (index, coefficient) in divisor.enumerated() { result[index] ^= multiply(coefficient, factor) }
        }
        return result
    }
}
