/// A pattern of a line: literal text, blanks that stand for any run of blanks, and holes in braces.
struct LinePattern: Sendable, Hashable {
    /// What stands between two holes: texts that a run of blanks lies between.
    struct Literal: Sendable, Hashable {
        /// Whether blanks must stand before the first text, and behind the last.
        var beginsBlank = false
        var endsBlank = false
        var texts: [[UInt8]] = []
        var isEmpty: Bool { texts.isEmpty && !beginsBlank }
    }

    /// Names of the holes; nil for `{_}`. Literal k stands before hole k, the last one behind the last hole.
    private(set) var holes: [String?] = []
    private var literals: [Literal] = []

    init(_ text: String) {
        var rest = Substring(text.trimmingBlankEnds())
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            literals.append(Literal(rest[..<open]))
            let name = String(rest[rest.index(after: open)..<close])
            holes.append(name == "_" || name.isEmpty ? nil : name)
            rest = rest[rest.index(after: close)...]
        }
        literals.append(Literal(rest))
    }

    /// Where the holes lie in a line without blanks at its ends; nil where the line does not fit. Each hole takes the shortest text up to
    /// what follows it, the last one all up to the end.
    func match(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> [Range<Int>]? {
        guard var place = literals[0].end(in: bytes, at: line.lowerBound, before: line.upperBound) else { return nil }
        if holes.isEmpty { return place == line.upperBound ? [] : nil }
        var found: [Range<Int>] = []
        found.reserveCapacity(holes.count)
        for index in holes.indices {
            let literal = literals[index + 1]
            let isLast = index == holes.count - 1
            if isLast, literal.isEmpty {
                found.append(place..<line.upperBound)
                return found
            }
            guard let (start, end) = literal.find(in: bytes, from: place, before: line.upperBound, mustEnd: isLast) else { return nil }
            found.append(place..<start)
            place = end
        }
        return found
    }
}

extension LinePattern.Literal {
    fileprivate init(_ text: Substring) {
        var current: [UInt8] = []
        for byte in text.utf8 {
            if byte.isBlank {
                if texts.isEmpty && current.isEmpty { beginsBlank = true }
                if !current.isEmpty { texts.append(current) }
                current = []
                endsBlank = true
            } else {
                current.append(byte)
                endsBlank = false
            }
        }
        if !current.isEmpty { texts.append(current) }
        if texts.isEmpty { endsBlank = false }
    }

    /// Where the literal ends if it stands at `place`.
    fileprivate func end(in bytes: UnsafeRawBufferPointer, at place: Int, before end: Int) -> Int? {
        var place = place
        func skipBlanks() -> Bool {
            let start = place
            while place < end, bytes[place].isBlank { place += 1 }
            return place > start
        }
        if beginsBlank, !skipBlanks() { return nil }
        for (index, text) in texts.enumerated() {
            if index > 0, !skipBlanks() { return nil }
            guard bytes.has(text, at: place, before: end) else { return nil }
            place += text.count
        }
        if endsBlank, !skipBlanks() { return nil }
        return place
    }

    /// The first place from `start` where the literal stands; with `mustEnd` the first where it is the rest of the line.
    fileprivate func find(
        in bytes: UnsafeRawBufferPointer, from start: Int, before end: Int, mustEnd: Bool
    ) -> (start: Int, end: Int)? {
        for place in start...end {
            // Only from its first blank, or a long run of them would be walked through again from each.
            if beginsBlank, place > start, bytes[place - 1].isBlank { continue }
            if let stop = self.end(in: bytes, at: place, before: end), !mustEnd || stop == end { return (place, stop) }
        }
        return nil
    }
}

extension String {
    fileprivate func trimmingBlankEnds() -> String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first.isBlank { bytes.removeFirst() }
        while let last = bytes.last, last.isBlank { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
