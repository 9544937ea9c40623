internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// Several items about the same thing.
struct Cluster: Sendable, Hashable, Identifiable {
    let id: Int64
    let title: String
    let last: Instant
    let items: Int
    let cves: [String]
    let exploited: Bool
    /// The highest of its vulnerabilities, 0 to 1.
    let probability: Double?
    /// Machines in the country, when it was last counted.
    let hosts: Int?
    let hostsPath: String?
    /// The draft that was made of it.
    let advisory: String?
    let isDismissed: Bool
}

/// The SQL of sources, items and clusters.
enum SourceStore {
    static func sources(_ database: Database) throws -> [Source] {
        try Row.fetchAll(database, sql: "SELECT * FROM advisories_source ORDER BY name, id").compactMap { row in
            guard let kind = Source.Kind(rawValue: row["kind"]) else { return nil }
            func time(_ column: String) -> Instant? { (row[column] as Int64?).map { Instant(microseconds: $0) } }
            return Source(
                id: row["id"], kind: kind, name: row["name"], address: row["address"], isActive: row["active"], tried: time("tried"),
                good: time("good"), fresh: time("fresh"), failures: row["failures"], problem: row["problem"], tag: row["tag"],
                modified: row["modified"], items: row["items"])
        }
    }

    static func add(_ source: Source, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO advisories_source (id, kind, name, address) VALUES (?, ?, ?, ?) ON CONFLICT (address) DO NOTHING",
            arguments: [source.id, source.kind.rawValue, source.name, source.address])
    }

    static func remove(_ id: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM advisories_source WHERE id = ?", arguments: [id])
    }

    static func failed(_ id: String, _ problem: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE advisories_source SET tried = ?, failures = failures + 1, problem = ? WHERE id = ?",
            arguments: [now.microseconds, String(problem.prefix(500)), id])
    }

    /// Notes what a reading brought; gives the number of items that are new.
    @discardableResult
    static func took(
        _ reading: SourceReading, from source: Source, tag: String?, modified: String?, at now: Instant, _ database: Database
    ) throws -> Int {
        var count = 0
        for item in reading.items where try add(item, from: source.id, at: now, database) { count += 1 }
        for (cve, since) in reading.exploited {
            try database.execute(
                sql: """
                    INSERT INTO advisories_known (cve, exploited) VALUES (?1, ?2)
                    ON CONFLICT (cve) DO UPDATE SET exploited = coalesce(exploited, excluded.exploited)
                    """, arguments: [cve, (since ?? now).microseconds])
        }
        for (cve, value) in reading.probabilities {
            try database.execute(
                sql: """
                    INSERT INTO advisories_known (cve, probability) VALUES (?1, ?2) ON CONFLICT (cve) DO UPDATE SET probability = ?2
                    """, arguments: [cve, value])
        }
        try database.execute(
            sql: """
                UPDATE advisories_source SET tried = ?1, good = ?1, failures = 0, problem = ?2, tag = ?3, modified = ?4,
                    items = items + ?5, fresh = CASE WHEN ?5 > 0 THEN ?1 ELSE fresh END WHERE id = ?6
                """,
            arguments: [
                now.microseconds, String(reading.refused.prefix(3).joined(separator: "; ").prefix(500)), tag, modified,
                count + (reading.probabilities.isEmpty ? 0 : 1), source.id,
            ])
        return count
    }

    // MARK: - Items

    /// Puts an item to those that speak of the same; false where it was there.
    private static func add(_ item: SourceItem, from source: String, at now: Instant, _ database: Database) throws -> Bool {
        let known = try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM advisories_item WHERE source = ? AND guid = ?)", arguments: [source, item.id])
        if known == true { return false }
        let moment = min(item.published ?? now, now)
        let cluster = try cluster(for: item, at: moment, database)
        try database.execute(
            sql:
                "INSERT INTO advisories_item (source, guid, url, title, summary, published, found, cluster) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                source, item.id, item.url, item.title, item.summary, item.published?.microseconds, now.microseconds, cluster,
            ])
        try database.execute(
            sql: """
                UPDATE advisories_cluster SET items = items + 1, last = max(last, ?), hosts = NULL,
                    state = CASE state WHEN 'dismissed' THEN 'dismissed' ELSE state END WHERE id = ?
                """, arguments: [moment.microseconds, cluster])
        // Overviews that name many are not what binds others together.
        for cve in item.cves.prefix(bindingLimit) where item.cves.count <= bindingLimit {
            try database.execute(sql: "INSERT OR IGNORE INTO advisories_cluster_cve VALUES (?, ?)", arguments: [cve, cluster])
        }
        return true
    }

    /// An item that names more vulnerabilities than this is an overview, a cluster by itself.
    static let bindingLimit = 8
    /// How far back titles are compared, and how alike they must be.
    private static let window: Int64 = 14 * 86_400 * 1_000_000
    private static let likeness = 0.6

    private static func cluster(for item: SourceItem, at moment: Instant, _ database: Database) throws -> Int64 {
        if !item.cves.isEmpty, item.cves.count <= bindingLimit {
            for cve in item.cves {
                if let id = try Int64.fetchOne(database, sql: "SELECT cluster FROM advisories_cluster_cve WHERE cve = ?", arguments: [cve])
                {
                    return id
                }
            }
        }
        let words = item.words
        if item.cves.count <= bindingLimit, words.count >= 3 {
            let near = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, title FROM advisories_cluster WHERE last BETWEEN ? AND ?
                    AND (? OR NOT EXISTS (SELECT 1 FROM advisories_cluster_cve c WHERE c.cluster = id)) ORDER BY last DESC LIMIT 400
                    """,
                arguments: [moment.microseconds - window, moment.microseconds + window, item.cves.isEmpty])
            if let best = near.map({ row in (row["id"] as Int64, ItemWords.likeness(words, ItemWords.of(row["title"]))) })
                .filter({ $0.1 >= likeness }).max(by: { $0.1 < $1.1 })
            {
                return best.0
            }
        }
        try database.execute(
            sql: "INSERT INTO advisories_cluster (title, last) VALUES (?, ?)", arguments: [item.title, moment.microseconds])
        return database.lastInsertedRowID
    }

    // MARK: - Clusters

    private static let columns = """
        SELECT k.*, (SELECT group_concat(cve, ' ') FROM advisories_cluster_cve c WHERE c.cluster = k.id) AS cves,
            EXISTS (SELECT 1 FROM advisories_cluster_cve c JOIN advisories_known n ON n.cve = c.cve
                WHERE c.cluster = k.id AND n.exploited IS NOT NULL) AS exploited,
            (SELECT max(n.probability) FROM advisories_cluster_cve c JOIN advisories_known n ON n.cve = c.cve
                WHERE c.cluster = k.id) AS probability
        FROM advisories_cluster k
        """

    /// Open ones, the newest first.
    static func clusters(before: (last: Instant, id: Int64)? = nil, limit: Int, _ database: Database) throws -> [Cluster] {
        var arguments: StatementArguments = []
        var place = ""
        if let before {
            place = "AND (k.last, k.id) < (?, ?)"
            arguments += [before.last.microseconds, before.id]
        }
        arguments += [limit]
        return try Row.fetchAll(
            database, sql: "\(columns) WHERE k.state = 'open' \(place) ORDER BY k.last DESC, k.id DESC LIMIT ?", arguments: arguments
        ).map(cluster)
    }

    static func find(cluster id: Int64, _ database: Database) throws -> Cluster? {
        try Row.fetchOne(database, sql: "\(columns) WHERE k.id = ?", arguments: [id]).map(cluster)
    }

    static func items(of cluster: Int64, _ database: Database) throws -> [(item: SourceItem, source: String)] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT i.*, coalesce(s.name, i.source) AS source_name FROM advisories_item i LEFT JOIN advisories_source s ON s.id = i.source
                WHERE i.cluster = ? ORDER BY coalesce(i.published, i.found) DESC LIMIT 100
                """, arguments: [cluster]
        ).map { row in
            (
                SourceItem(
                    id: row["guid"], url: row["url"], title: row["title"], summary: row["summary"],
                    published: (row["published"] as Int64?).map { Instant(microseconds: $0) }), row["source_name"]
            )
        }
    }

    static func dismiss(cluster id: Int64, _ database: Database) throws {
        try database.execute(sql: "UPDATE advisories_cluster SET state = 'dismissed' WHERE id = ?", arguments: [id])
    }

    static func drafted(cluster id: Int64, advisory: String, _ database: Database) throws {
        try database.execute(sql: "UPDATE advisories_cluster SET state = 'drafted', advisory = ? WHERE id = ?", arguments: [advisory, id])
    }

    static func counted(cluster id: Int64, hosts: Int, path: String?, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE advisories_cluster SET hosts = ?, hosts_path = ?, counted = ? WHERE id = ?",
            arguments: [hosts, path, now.microseconds, id])
    }

    /// Those whose machines were not counted for a while.
    static func uncounted(since: Instant, limit: Int, _ database: Database) throws -> [Cluster] {
        try Row.fetchAll(
            database,
            sql: """
                \(columns) WHERE k.state = 'open' AND (k.hosts IS NULL OR k.counted < ?)
                AND EXISTS (SELECT 1 FROM advisories_cluster_cve c WHERE c.cluster = k.id) ORDER BY k.last DESC LIMIT ?
                """, arguments: [since.microseconds, limit]
        ).map(cluster)
    }

    static func isExploited(_ cve: String, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM advisories_known WHERE cve = ? AND exploited IS NOT NULL)", arguments: [cve])
            ?? false
    }

    private static func cluster(_ row: Row) -> Cluster {
        Cluster(
            id: row["id"], title: row["title"], last: Instant(microseconds: row["last"]), items: row["items"],
            cves: (row["cves"] as String?)?.split(separator: " ").map(String.init).sorted() ?? [], exploited: row["exploited"],
            probability: row["probability"], hosts: row["hosts"], hostsPath: row["hosts_path"], advisory: row["advisory"],
            isDismissed: row["state"] as String == "dismissed")
    }
}
