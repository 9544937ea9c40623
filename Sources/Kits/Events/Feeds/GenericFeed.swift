import Yams

/// A feed that no file defines: a map of columns given on the command line.
public enum GenericFeed {
    /// The definition of a source whose columns are mapped as given.
    /// - Parameters:
    ///   - code: its `feed.code`, `generic/csv` or one of the person's choice.
    ///   - format: how its bytes are laid out.
    ///   - map: columns and their rules as in a definition file, in order: `("ip", "source.ip | address")`.
    ///   - constants: fields and the value that every event gets: `("classification.type", "blacklist")`.
    ///   - unknownColumns: what becomes of the others.
    /// - Throws: ``UnusableFeedFile`` with every mistake; the line is the place in `map` or `constants`, from 1.
    public static func definition(
        code: String, name: String? = nil, format: FormatSpecification, map: [(column: String, rule: String)],
        constants: [(field: String, value: String)] = [], unknownColumns: UnknownColumns = .extra
    ) throws(UnusableFeedFile) -> FeedDefinition {
        var reader = RuleReader()
        var rules: [ColumnRule] = []
        for (index, entry) in map.enumerated() {
            let known = reader.mistakes.count
            rules += reader.rules(Node(entry.rule), column: entry.column)
            reader.placeMistakes(from: known, line: index + 1)
        }
        var values: [(key: FieldKey, value: Value)] = []
        for (index, constant) in constants.enumerated() {
            let known = reader.mistakes.count
            if let key = reader.fields(Node(constant.field)).first, let value = reader.constant(Node(constant.value), key: key) {
                values.append((key, value))
            }
            reader.placeMistakes(from: known, line: index + 1)
        }
        guard reader.mistakes.isEmpty else { throw UnusableFeedFile(path: code, mistakes: reader.mistakes.sorted()) }
        return FeedDefinition(
            code: code, provider: "generic", name: name ?? code, format: format, constants: values, rules: rules,
            unknownColumns: unknownColumns)
    }

    /// The layout that a name of a format stands for, with the options of a definition file where there are any.
    /// - Parameter options: for example `("delimiter", ";")`.
    /// - Throws: ``UnusableFeedFile`` where there is no such format or it has no such option.
    public static func format(_ name: String, options: [(name: String, value: String)] = []) throws(UnusableFeedFile) -> FormatSpecification
    {
        var reader = RuleReader()
        let pairs = [(Node("type"), Node(name))] + options.map { (Node($0.name), Node($0.value)) }
        let format = reader.format(Node(pairs))
        guard let format, reader.mistakes.isEmpty else { throw UnusableFeedFile(path: "--format", mistakes: reader.mistakes) }
        return format
    }
}

extension RuleReader {
    /// Says in which line the mistakes behind the first `known` are, for rules that come from no file.
    fileprivate mutating func placeMistakes(from known: Int, line: Int) {
        for index in known..<max(known, mistakes.count) { mistakes[index].line = line }
    }
}
