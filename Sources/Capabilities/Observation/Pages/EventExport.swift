internal import Centre
internal import EventStore
internal import Events
internal import Vocabulary

/// Events as a file, streamed as they are read: comma separated values, JSON lines in the data format, or Parquet.
struct EventExport: Sendable {
    static let formats = ["csv", "jsonl", "parquet"]

    let reader: StoreReader
    /// Only events of these owners; nil for all.
    var owners: [String]?

    func answer(_ request: WebRequest) async throws -> any Answer {
        let format = request["format"]
        guard Self.formats.contains(format) else { throw WebProblem.notFound }
        do {
            var query = try Query.parse(request.query.text("q"), now: request.now)
            if let owners, let field = QueryVocabulary.events.field("owner") {
                let own = QueryFilter.term(QueryTerm(field, .matches(owners.map { .text($0) })))
                query.filter = .conjunction([own, query.filter])
            }
            let run = try await reader.run(query)
            let name = "events-\(request.now.date.iso).\(format)"
            if query.isGrouped { return try await groups(run, format, name) }
            switch format {
            case "csv": return csv(run, name)
            case "jsonl": return lines(run, name)
            default: return try await parquet(run, name)
            }
        } catch let mistake as QueryMistake {
            throw WebProblem.badRequest(mistake.message)
        } catch let refusal as QueryRefusal {
            throw WebProblem.badRequest(refusal.description)
        }
    }

    private func groups(_ run: QueryRun<EmbeddedStore>, _ format: String, _ name: String) async throws -> any Answer {
        let bytes: [UInt8] = try await reader.reading {
            let table = try await run.groups()
            let output = ByteOutput()
            if format == "csv" {
                try output.append(CSVCell.line(table.columns.map(\.name)))
                for row in table.rows {
                    try output.append(CSVCell.line(row.indices.map { table.text(row[$0], column: $0) }))
                }
            } else if let kind = ResultFormat(rawValue: format), kind != .parquet {
                try ResultWriter(kind, to: output).write(table)
            } else {
                return try TemporaryFile.bytes { try ResultWriter(.parquet, to: $0).write(table) }
            }
            return output.bytes
        }
        return Content(bytes, type: Self.type(format), fileName: name)
    }

    private func csv(_ run: QueryRun<EmbeddedStore>, _ name: String) -> Stream {
        let reader = reader
        return Stream(type: Self.type("csv"), fileName: name) { writer in
            let keys = run.columns.map(\.key)
            try await writer.write(CSVCell.line(keys.map(\.name)))
            try await Pieces.stream(into: writer, reader) { emit in
                try await run.events { batch in
                    // Each distinct value becomes a cell once.
                    let columns = keys.map { batch[$0].map(RenderedCells.init) }
                    for row in 0..<batch.rowCount {
                        var line = ""
                        for (place, column) in columns.enumerated() {
                            if place > 0 { line += "," }
                            if let column { line += column.cells[Int(column.codes[row])] }
                        }
                        guard emit(line + "\r\n") else { return false }
                    }
                    return true
                }
            }
        }
    }

    /// The texts of a column's values, safe for spreadsheets; the first stands for no value.
    private struct RenderedCells {
        let codes: [UInt32]
        var cells = [""]

        init(_ column: EventColumn) {
            codes = column.codes
            for code in 0..<column.values.count {
                let text =
                    switch column.values.value(UInt32(code + 1)) {
                    case .text(let text), .json(let text): text
                    case .integer(let number): "\(number)"
                    case .real(let number): "\(number)"
                    case .boolean(let flag): "\(flag)"
                    case .time(let time): "\(Instant(microseconds: time))"
                    }
                cells.append(CSVCell.text(text))
            }
        }
    }

    private func lines(_ run: QueryRun<EmbeddedStore>, _ name: String) -> Stream {
        let reader = reader
        return Stream(type: Self.type("jsonl"), fileName: name) { writer in
            try await Pieces.stream(into: writer, reader) { emit in
                try await run.events { batch in
                    let text = IDFJSON(batch)
                    for start in stride(from: 0, to: batch.rowCount, by: 256) {
                        var bytes: [UInt8] = []
                        text.append(rows: start..<min(start + 256, batch.rowCount), to: &bytes)
                        guard emit(String(decoding: bytes, as: UTF8.self)) else { return false }
                    }
                    return true
                }
            }
        }
    }

    /// A Parquet file says at its end where its parts are; it is written to a temporary file and then sent.
    private func parquet(_ run: QueryRun<EmbeddedStore>, _ name: String) async throws -> Stream {
        let columns = run.columns
        let isSelected = !run.query.selection.isEmpty
        let file = try TemporaryFile()
        try await reader.reading {
            let writer = try ResultWriter(.parquet, to: ByteOutput(descriptor: file.descriptor)).beginEvents(
                columns, isSelected: isSelected)
            _ = try await run.events { batch in
                try writer.write(batch)
                return true
            }
            try writer.finish()
        }
        return Stream(type: Self.type("parquet"), fileName: name) { writer in
            var offset = 0
            while let piece = try file.read(at: offset, count: 1 << 16) {
                try await writer.write(piece)
                offset += piece.count
            }
        }
    }

    private static func type(_ format: String) -> String {
        switch format {
        case "csv": "text/csv; charset=utf-8"
        case "jsonl": "application/x-ndjson"
        default: "application/vnd.apache.parquet"
        }
    }
}
