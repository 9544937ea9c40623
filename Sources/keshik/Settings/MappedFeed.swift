import ArgumentParser
import Events

/// A feed described on the command line: `--feed generic/csv --map 'ip=source.ip,when=time.source' --type scanner`.
enum MappedFeed {
    /// - Throws: `UnusableFeedFile` with every mistake in the map.
    static func definition(_ feed: String, map: String, type: String?) throws -> FeedDefinition {
        guard feed.hasPrefix("generic/") else { throw ValidationError("--map goes with --feed generic/csv, generic/json and their like") }
        let pairs = try entries(map).map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1).map { String($0) }
            guard parts.count == 2 else { throw ValidationError("--map: “\(entry)” is not of the form column=field") }
            return (column: parts[0], rule: parts[1])
        }
        if pairs.isEmpty { throw ValidationError("--map names no column") }
        let isTyped = type == nil && pairs.contains { $0.rule.hasPrefix(EventField.classificationType.name) }
        return try GenericFeed.definition(
            code: feed, format: try GenericFeed.format(String(feed.dropFirst(8))), map: pairs,
            constants: isTyped ? [] : [(field: EventField.classificationType.name, value: type ?? "undetermined")])
    }

    /// What stands between commas; those within parentheses belong to a transform.
    private static func entries(_ map: String) -> [Substring] {
        var depth = 0
        return map.split { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return character == "," && depth == 0
        }
    }
}
