internal import Glibc
internal import Parquet
internal import Vocabulary

/// Claims asked of all distinct values of a column at once: what a claim is is found out before the loop, not in it.
extension TermMatcher {
    /// Sets place `entry + 1` to 1 where the entry fits, to 0 where not, place 0 to 0.
    /// - Returns: How many fit.
    func mark(_ values: DictionaryValues, _ type: ColumnType, in answers: UnsafeMutableBufferPointer<UInt8>) -> Int {
        answers.update(repeating: asksPresence ? 1 : 0)
        answers[0] = 0
        if asksPresence { return values.count }
        switch values {
        case .bytes(let base, let spans): mark(base, spans, answers)
        case .int64(let numbers) where type == .timestampMicros:
            mark(
                numbers, answers, { if case .instants(let range) = $0 { (range.lowerBound, range.upperBound - 1) } else { nil } },
                matches(time:))
        case .int64(let numbers):
            mark(
                numbers, answers, { if case .integers(let range) = $0 { (range.lowerBound, range.upperBound) } else { nil } },
                matches(integer:))
        case .double(let numbers): for (entry, number) in numbers.enumerated() where matches(real: number) { answers[entry + 1] = 1 }
        case .bool(let flags): for (entry, flag) in flags.enumerated() where matches(boolean: flag) { answers[entry + 1] = 1 }
        }
        var count = 0
        for answer in answers { count &+= Int(answer) }
        return count
    }

    private func mark(
        _ numbers: UnsafeBufferPointer<Int64>, _ answers: UnsafeMutableBufferPointer<UInt8>, _ bounds: (QueryPattern) -> (Int64, Int64)?,
        _ matches: (Int64) -> Bool
    ) {
        let ranges = forms.map { bounds($0.pattern) }
        if ranges.contains(where: { $0 == nil }) {
            for entry in 0..<numbers.count where matches(numbers[entry]) { answers[entry + 1] = 1 }
            return
        }
        for case let (first, last)? in ranges where first <= last {
            // One comparison a number: what lies below the range wraps around to very large.
            let width = UInt64(bitPattern: last &- first)
            for entry in 0..<numbers.count { answers[entry &+ 1] |= UInt64(bitPattern: numbers[entry] &- first) <= width ? 1 : 0 }
        }
    }

    private func mark(_ base: UnsafeRawPointer, _ spans: UnsafeBufferPointer<ByteSpan>, _ answers: UnsafeMutableBufferPointer<UInt8>) {
        @inline(__always) func each(_ fits: (UnsafeRawBufferPointer) -> Bool) {
            for entry in 0..<spans.count {
                let span = spans[entry]
                let bytes = UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length))
                if fits(bytes) { answers[entry &+ 1] = 1 }
            }
        }
        if case .element = comparison { return each(matches(bytes:)) }
        for form in forms {
            switch form.pattern {
            case .text where comparison == .whole || comparison == .owner || comparison == .first:
                let text = form.pieces[0]
                each { $0.count == text.count && ASCIIText.equal($0, text) }
            case .network where !form.pieces.isEmpty && holdsOnlyAddresses:
                form.pieces[0].withUnsafeBytes { text in
                    guard let start = text.baseAddress else { return }
                    each { $0.count == text.count && memcmp($0.baseAddress ?? start, start, text.count) == 0 }
                }
            case .network(let network) where network.isIPv4:
                guard let first = network.address.ipv4 else { continue }
                let mask = network.length == 0 ? 0 : ~UInt32(0) << UInt32(32 - network.length)
                each { bytes in
                    if let bits = IPv4Text.bits(bytes) { return bits & mask == first }
                    return matches(form, bytes)
                }
            default: each { matches(form, $0) }
            }
        }
    }
}
