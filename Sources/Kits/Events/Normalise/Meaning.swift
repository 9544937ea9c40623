import Vocabulary

/// What each distinct cell of a source column means in a target column: worked out once per cell, whatever the number of rows.
struct Meaning {
    /// For each source code (0 included) the code in the target's values, 0 for no value.
    let codes: [UInt32]
    let values: ColumnValues
    /// Source codes whose cells are not of the target's form.
    let invalid: [Bool]?
    /// Whether every code means itself.
    let isIdentity: Bool

    /// Parses each cell into the values.
    init(_ source: RecordTable.Column, chain: TransformChain, parser: CellParser, into values: ColumnValues) {
        var codes = [UInt32](repeating: 0, count: source.texts.count + 1)
        var invalid: [Bool]?
        for code in 1..<max(codes.count, 1) {
            let outcome = chain.run(source.texts.bytes(UInt32(code))) { text in text.map { parser.parse($0, into: values) } ?? .none }
            switch outcome {
            case .value(let value): codes[code] = value
            case .none: break
            case .invalid:
                if invalid == nil { invalid = [Bool](repeating: false, count: codes.count) }
                invalid?[code] = true
            }
        }
        self.codes = codes
        self.values = values
        self.invalid = invalid
        isIdentity = false
    }

    /// Shares the source's dictionary where every cell either is kept byte for byte or means nothing; nil where one is changed.
    init?(sharing source: RecordTable.Column, chain: TransformChain, parser: CellParser) {
        guard parser.kind.isBytes, parser.kind != .network, chain.onlyTests else { return nil }
        var addresses: [IPAddress] = []
        if parser.kind == .address { addresses.reserveCapacity(source.texts.count) }
        var codes = [UInt32](repeating: 0, count: source.texts.count + 1)
        var invalid: [Bool]?
        var isIdentity = true
        for code in 1..<max(codes.count, 1) {
            let bytes = source.texts.bytes(UInt32(code))
            let kept: Bool?
            if !chain.run(bytes, { $0 != nil }) {
                if parser.kind == .address { addresses.append(IPAddress(ipv4: 0)) }
                isIdentity = false
                continue
            }
            if parser.kind == .address {
                let address = IPAddress(ascii: bytes)
                addresses.append(address ?? IPAddress(ipv4: 0))
                kept = address.map { isCanonical(bytes, $0) }
            } else {
                kept = parser.isKeptAsIs(bytes)
            }
            switch kept {
            case true?: codes[code] = UInt32(code)
            case false?: return nil
            case nil:
                isIdentity = false
                if invalid == nil { invalid = [Bool](repeating: false, count: codes.count) }
                invalid?[code] = true
            }
        }
        self.codes = codes
        self.invalid = invalid
        self.isIdentity = isIdentity
        values = ColumnValues(kind: parser.kind, sharing: source.texts, addresses: addresses)
    }
}

/// Whether the text is the one that the address is written as (RFC 5952).
private func isCanonical(_ bytes: UnsafeRawBufferPointer, _ address: IPAddress) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
        let length = address.write(into: buffer)
        guard length == bytes.count, let one = bytes.baseAddress, let other = buffer.baseAddress else { return false }
        return equalBytes(one, UnsafeRawPointer(other), length)
    }
}

/// Each code exchanged for what it means.
func mapped(_ codes: [UInt32], through meaning: [UInt32]) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: codes.count) { target, count in
        codes.withUnsafeBufferPointer { codes in
            meaning.withUnsafeBufferPointer { meaning in
                for row in 0..<codes.count { target[row] = meaning[Int(codes[row])] }
            }
        }
        count = codes.count
    }
}
