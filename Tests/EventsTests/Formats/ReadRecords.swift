import Events

/// What a reader made of a source, as texts: what the tests look at.
struct ReadRecords {
    /// One dictionary a row; a cell that is no text is followed by its kind in parentheses where `kinds` asks for it.
    var rows: [[String: String]] = []
    var kinds: [[String: RawBatch.CellKind]] = []
    var rejections: [RawBatch.Rejection] = []
    /// The bytes each row and rejection was found in.
    var rowTexts: [String] = []
    var rejectedTexts: [String] = []

    /// - Parameter buffer: bytes read at a time; a piece is what lies before the last cut, as the engine reads a source.
    init(_ format: any RecordFormat, _ bytes: [UInt8], buffer: Int = .max, cellLimit: Int? = nil) {
        bytes.withUnsafeBytes { all in
            let prologue = format.prologue(all)
            var start = prologue.length
            var length = buffer
            while start < all.count {
                let end = length >= all.count - start ? all.count : start + length
                let window = UnsafeRawBufferPointer(rebasing: all[start..<end])
                guard let cut = format.cut(window, prologue: prologue, isLast: end == all.count) else {
                    length *= 2
                    continue
                }
                length = buffer
                read(format, UnsafeRawBufferPointer(rebasing: window[..<cut]), prologue, cellLimit)
                start += cut
            }
        }
    }

    init(_ format: any RecordFormat, _ text: String, buffer: Int = .max) {
        self.init(format, Array(text.utf8), buffer: buffer)
    }

    private mutating func read(_ format: any RecordFormat, _ piece: UnsafeRawBufferPointer, _ prologue: Prologue, _ cellLimit: Int?) {
        let batch = RawBatch()
        if let cellLimit { batch.cellLimit = cellLimit }
        format.read(piece, prologue: prologue, into: batch)
        batch.finish()
        for row in 0..<batch.rowCount {
            var cells: [String: String] = [:]
            var cellKinds: [String: RawBatch.CellKind] = [:]
            for column in batch.columns where column.codes[row] != 0 {
                cells[column.name] = column.texts.string(column.codes[row])
                cellKinds[column.name] = column.kind(column.codes[row])
            }
            rows.append(cells)
            kinds.append(cellKinds)
            let range = batch.rows[row]
            rowTexts.append(String(decoding: piece[Int(range.offset)..<Int(range.offset + range.length)], as: UTF8.self))
        }
        rejections += batch.rejections
        rejectedTexts += batch.rejections.map { String(decoding: piece[$0.offset..<$0.offset + $0.length], as: UTF8.self) }
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A copy of the bytes with a few of them changed, doubled, left out or swapped.
func mutated(_ bytes: [UInt8], using numbers: inout SeededNumbers) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...6, using: &numbers) {
        guard !result.isEmpty else { return result }
        let place = Int.random(in: 0..<result.count, using: &numbers)
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0: result[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1: result.remove(at: place)
        case 2: result.insert(Array("{}[]\",:\\\n\0<>&=- ".utf8).randomElement(using: &numbers) ?? 0, at: place)
        case 3: result.removeSubrange(place...)
        default:
            let end = min(result.count, place + Int.random(in: 1...40, using: &numbers))
            result.insert(contentsOf: result[place..<end], at: Int.random(in: 0...result.count, using: &numbers))
        }
    }
    return result
}
