internal import Vocabulary

/// Writes the events of a batch as JSON objects in IntelMQ's flat form, which IntelMQ's own file output writes and its collectors read:
/// `{"classification.type": "scanner", "extra.tag": "ssh", "source.ip": "192.0.2.7", "time.source": "2026-03-01T02:07:16+00:00"}`.
///
/// Keys stand in the order of their bytes, fields without a value are left out. Each distinct value is turned into text once; a row only
/// puts the pieces together.
public struct IDFJSON {
    private var columns: [Rendered] = []
    private let rowCount: Int

    private struct Rendered {
        let codes: [UInt32]
        /// `, "key": value` for each code, one after the other.
        var bytes: [UInt8] = []
        /// Where the text of each code ends; code 0 has none.
        var ends: [Int] = [0]
    }

    /// Prepares the events of a batch.
    /// - Parameter isIncluded: Which columns are written.
    public init(_ batch: EventBatch, where isIncluded: (FieldKey) -> Bool = { _ in true }) {
        rowCount = batch.rowCount
        let chosen = batch.columns.filter { isIncluded($0.key) }.map { (name: Array($0.key.name.utf8), column: $0) }
        for (name, column) in chosen.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
            columns.append(Self.render(column, name))
        }
    }

    private static func render(_ column: EventColumn, _ name: [UInt8]) -> Rendered {
        var rendered = Rendered(codes: column.codes)
        var key: [UInt8] = Array(", ".utf8)
        name.withUnsafeBytes { JSONOutput.appendQuoted($0, to: &key) }
        key += [0x3A, 0x20]
        let count = column.values.count
        rendered.ends.reserveCapacity(count + 1)
        let isText = column.key == .idf(.output)
        for index in 0..<count {
            let start = rendered.bytes.count
            rendered.bytes += key
            if column.key == .idf(.tlp), let marking = TLP(ascii: column.values.texts.bytes(UInt32(index + 1))) {
                rendered.bytes += "\"\(marking.idfWord)\"".utf8
            } else if !append(column.values, UInt32(index + 1), asText: isText, to: &rendered.bytes) {
                rendered.bytes.removeLast(rendered.bytes.count - start)
            }
            rendered.ends.append(rendered.bytes.count)
        }
        return rendered
    }

    /// Appends a value; false where JSON has no text for it.
    private static func append(_ values: ColumnValues, _ code: UInt32, asText: Bool, to bytes: inout [UInt8]) -> Bool {
        switch values.kind {
        case .text, .address, .network: JSONOutput.appendQuoted(values.texts.bytes(code), to: &bytes)
        // IntelMQ keeps `output` as text that holds JSON; below `extra` JSON stands as it is.
        case .json where asText: JSONOutput.appendQuoted(values.texts.bytes(code), to: &bytes)
        case .json: JSONOutput.appendDocument(values.texts.bytes(code), to: &bytes)
        case .integer: bytes += String(values.integers[Int(code) - 1]).utf8
        case .boolean: bytes += (values.integers[Int(code) - 1] != 0 ? "true" : "false").utf8
        case .time: JSONOutput.append(Instant(microseconds: values.integers[Int(code) - 1]), to: &bytes)
        case .real:
            let number = values.reals[Int(code) - 1]
            guard number.isFinite else { return false }
            bytes += String(number).utf8
        }
        return true
    }

    /// Appends rows, each followed by `terminator`, the line end of JSON lines.
    public func append(rows: Range<Int>, to output: inout [UInt8], terminator: [UInt8] = [0x0A]) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows of the batch")
        for row in rows {
            output.append(UInt8(ascii: "{"))
            let start = output.count
            for column in columns {
                let code = Int(column.codes[row])
                if code == 0 { continue }
                // The first field of an object has no comma before it.
                let from = column.ends[code - 1] + (output.count == start ? 2 : 0)
                if from < column.ends[code] { output += column.bytes[from..<column.ends[code]] }
            }
            output.append(UInt8(ascii: "}"))
            output += terminator
        }
    }

    /// One event as one object.
    public static func object(_ event: Event) -> String {
        let batch = EventBatch()
        batch.append(event)
        var bytes: [UInt8] = []
        IDFJSON(batch).append(rows: 0..<1, to: &bytes, terminator: [])
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension TLP {
    /// The word for the marking in IntelMQ's data format, which knows those of TLP 1.0 only. Where that has none, the next narrower one: a
    /// marking must never get wider on its way.
    fileprivate var idfWord: String {
        switch self {
        case .clear: "WHITE"
        case .green: "GREEN"
        case .amber: "AMBER"
        case .amberStrict, .red: "RED"
        }
    }
}
