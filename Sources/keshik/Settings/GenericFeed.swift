import ArgumentParser
import Events
import Vocabulary

/// A feed described on the command line: `--feed generic/csv --map 'ip=source.ip,when=time.source'`.
enum GenericFeed {
    static func definition(_ feed: String, map: String, type: String?) throws -> FeedDefinition {
        let format: FormatSpecification
        switch feed {
        case "generic/csv": format = .separated(.init())
        case "generic/tsv":
            var layout = FormatSpecification.SeparatedValues()
            layout.delimiter = UInt8(ascii: "\t")
            layout.quote = nil
            format = .separated(layout)
        case "generic/json": format = .json(.init())
        case "generic/jsonl": format = .jsonLines(.init())
        default: throw ValidationError("--map goes with --feed generic/csv, generic/tsv, generic/json or generic/jsonl")
        }
        var rules: [ColumnRule] = []
        for pair in map.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { String($0) }
            guard parts.count == 2 else { throw ValidationError("--map: “\(pair)” is not of the form column=field") }
            guard let key = FieldKey(name: parts[1]) else {
                throw ValidationError("--map: there is no field \(parts[1]); IDF names such as source.ip, or extra.NAME")
            }
            rules.append(ColumnRule(source: .column(parts[0]), target: key))
        }
        if rules.isEmpty { throw ValidationError("--map names no column") }
        var constants: [(key: FieldKey, value: Value)] = []
        if let type {
            guard let known = IncidentType(name: type) else { throw ValidationError("--type: there is no incident type \(type) (RSIT)") }
            constants.append((.idf(.classificationType), .text(known.name)))
        } else if !rules.contains(where: { $0.target == .idf(.classificationType) }) {
            constants.append((.idf(.classificationType), .text("undetermined")))
        }
        return FeedDefinition(
            code: feed, provider: "Generic", name: "Generic " + feed.dropFirst(8), format: format, constants: constants, rules: rules)
    }
}
