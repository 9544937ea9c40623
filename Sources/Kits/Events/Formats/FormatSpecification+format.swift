extension FormatSpecification {
    /// The reader of the layout.
    public func makeFormat() -> any RecordFormat {
        switch self {
        case .separated(let layout): SeparatedValuesFormat(layout)
        case .jsonLines(let records): JSONLinesFormat(records)
        case .json(let records): JSONFormat(records)
        case .xml(let path): XMLFormat(path: path)
        case .lines(let layout): LinePatternFormat(layout)
        case .keyValue(let pairs, let assignment, let comment):
            KeyValueFormat(pairSeparator: pairs, keyValueSeparator: assignment, comment: comment)
        case .mail: MailFormat()
        }
    }
}
