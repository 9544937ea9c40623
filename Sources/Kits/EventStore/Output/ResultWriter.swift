public import Events

/// The forms in which results are written; the raw value is the name on the command line and in addresses.
public enum ResultFormat: String, Sendable, Hashable, CaseIterable {
    /// Aligned columns for a person at a terminal.
    case table
    /// RFC 4180, with a header line.
    case csv
    /// One JSON array of objects.
    case json
    /// One JSON object a line; events in IntelMQ's flat form, which its collectors read.
    case jsonl
    /// A Parquet file.
    case parquet
}

/// Writes a result in one of the forms.
public struct ResultWriter {
    /// The form.
    public let format: ResultFormat
    private let output: ByteOutput
    private let width: Int?

    /// A writer into an output.
    /// - Parameter width: Columns of the terminal that tables must fit into, nil for any.
    public init(_ format: ResultFormat, to output: ByteOutput, width: Int? = nil) {
        self.format = format
        self.output = output
        self.width = width
    }

    /// Writes the answer to a query for groups, whole.
    /// - Throws: ``OutputFailure``, `ParquetError`.
    public func write(_ table: GroupTable) throws {
        switch format {
        case .table:
            try TableText(table.columns.map { ($0.name, $0.kind?.isNumber ?? false) }, width: width).write(table.textRows, to: output)
        case .csv: try CSVText.write(table, to: output)
        case .json: try GroupJSON.writeArray(table, to: output)
        case .jsonl: try GroupJSON.writeLines(table, to: output)
        case .parquet: try ParquetResult.write(table, to: output)
        }
        try output.flush()
    }

    /// Begins the answer to a query for events.
    /// - Parameters:
    ///   - columns: What the events may have, as ``QueryRun/columns`` says.
    ///   - isSelected: Whether the query names them; else a table shows those that matter most.
    /// - Throws: ``OutputFailure``, `ParquetError`.
    public func beginEvents(_ columns: [(key: FieldKey, kind: ValueKind)], isSelected: Bool) throws -> any EventWriter {
        switch format {
        case .table: TableEventWriter(columns, isSelected: isSelected, to: output, width: width)
        case .csv: try CSVEventWriter(columns, to: output)
        case .json: try JSONEventWriter(asArray: true, to: output)
        case .jsonl: try JSONEventWriter(asArray: false, to: output)
        case .parquet: try ParquetEventWriter(columns, to: output)
        }
    }
}

/// Writes events batch by batch.
public protocol EventWriter: AnyObject {
    /// Writes a batch's events.
    /// - Throws: ``OutputFailure``, `ParquetError`.
    func write(_ batch: EventBatch) throws

    /// Writes what ends the result and passes everything on.
    /// - Throws: ``OutputFailure``, `ParquetError`.
    func finish() throws
}

extension ValueKind {
    /// Whether values stand to the right of their column.
    var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .text, .address, .network, .boolean, .time, .json: false
        }
    }
}
