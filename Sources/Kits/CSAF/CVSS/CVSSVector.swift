/// A CVSS vector of version 2.0, 3.0, 3.1 or 4.0, whole and well-formed.
///
/// ```swift
/// let vector = try CVSSVector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
/// vector.scores.overall     // 9.8
/// vector.scores.severity    // .critical
/// ```
public struct CVSSVector: Hashable, Sendable {
    /// The version whose metrics it uses.
    public let version: CVSSVersion
    /// For each metric of the version the answer's place, from 1; 0 where it is not given.
    private(set) var answers: [UInt8]

    /// Reads a vector. Metrics stand in any order, in 4.0 in that of the standard; none stands twice.
    ///
    /// - Throws: ``CVSSError``
    public init(_ text: String) throws(CVSSError) {
        var text = text[...]
        if let version = CVSSVersion.allCases.dropFirst().first(where: { text.hasPrefix($0.prefix) }) {
            self.version = version
            text = text.dropFirst(version.prefix.count)
        } else {
            guard !text.hasPrefix("CVSS:") else { throw .unknownVersion(String(text.prefix { $0 != "/" })) }
            version = .v2_0
        }
        let metrics = version.metrics
        answers = [UInt8](repeating: 0, count: metrics.count)
        guard !text.isEmpty else { throw .missingMetric(metrics[0].abbreviation) }
        var last = -1
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            guard let colon = part.utf8.firstIndex(of: 0x3A) else { throw .unknownMetric(String(part)) }
            let abbreviation = part[..<colon]
            guard let place = metrics.firstIndex(where: { $0.abbreviation == abbreviation }) else {
                throw .unknownMetric(String(abbreviation))
            }
            let value = part[part.index(after: colon)...]
            guard let answer = metrics[place].values.firstIndex(where: { $0.abbreviation == value }) else {
                throw .unknownValue(metric: String(abbreviation), value: String(value))
            }
            guard answers[place] == 0 else { throw .duplicateMetric(String(abbreviation)) }
            guard version != .v4_0 || place > last else { throw .wrongOrder(String(abbreviation)) }
            answers[place] = UInt8(answer + 1)
            last = place
        }
        for (place, metric) in metrics.enumerated() where metric.isMandatory && answers[place] == 0 {
            throw .missingMetric(metric.abbreviation)
        }
    }

    /// The answer to a metric as a vector writes it; `nil` where it is not given.
    public subscript(_ abbreviation: String) -> String? {
        guard let place = version.metrics.firstIndex(where: { $0.abbreviation == abbreviation }), answers[place] > 0 else { return nil }
        return version.metrics[place].values[Int(answers[place]) - 1].abbreviation
    }

    /// The same with another answer, as an editor changes one; `nil` takes a metric that need not be answered away.
    ///
    /// - Throws: ``CVSSError`` for a metric or an answer that is not in the standard.
    public func setting(_ abbreviation: String, to value: String?) throws(CVSSError) -> CVSSVector {
        guard let place = version.metrics.firstIndex(where: { $0.abbreviation == abbreviation }) else { throw .unknownMetric(abbreviation) }
        var vector = self
        guard let value else {
            guard !version.metrics[place].isMandatory else { throw .missingMetric(abbreviation) }
            vector.answers[place] = 0
            return vector
        }
        guard let answer = version.metrics[place].values.firstIndex(where: { $0.abbreviation == value }) else {
            throw .unknownValue(metric: abbreviation, value: value)
        }
        vector.answers[place] = UInt8(answer + 1)
        return vector
    }

    /// For each metric the answer in JSON's words: `("attackVector", "NETWORK")`; only those that are given.
    public var properties: [(name: String, value: String)] {
        version.metrics.enumerated().compactMap { place, metric in
            answers[place] == 0 ? nil : (metric.property, metric.values[Int(answers[place]) - 1].name)
        }
    }

    /// The same vector with answers from JSON properties where it gives none (CSAF: the vector takes precedence).
    func completed(with object: JSONValue) -> CVSSVector {
        var vector = self
        for member in object.children {
            guard let key = member.key, let place = version.metrics.firstIndex(where: { $0.property == key }),
                vector.answers[place] == 0 || version.metrics[place].values[Int(vector.answers[place]) - 1].name == "NOT_DEFINED",
                let answer = member.text.flatMap({ text in version.metrics[place].values.firstIndex { $0.name == text } })
            else { continue }
            vector.answers[place] = UInt8(answer + 1)
        }
        return vector
    }

    /// The answer's place within the metric's values, from 0; `nil` where it is not given.
    func place(_ metric: Int) -> Int? { answers[metric] == 0 ? nil : Int(answers[metric]) - 1 }

    /// True if a metric of the group is given and says something.
    func isGiven(_ group: CVSSMetric.Group) -> Bool {
        version.metrics.enumerated().contains { place, metric in
            metric.group == group && answers[place] > 0 && metric.values[Int(answers[place]) - 1].name != "NOT_DEFINED"
        }
    }

    /// The scores.
    public var scores: CVSSScores {
        switch version {
        case .v2_0: CVSS2.scores(self)
        case .v3_0, .v3_1: CVSS3.scores(self)
        case .v4_0: CVSS4.scores(self)
        }
    }
}

extension CVSSVector: CustomStringConvertible {
    /// The vector, its metrics in the order of the standard.
    public var description: String {
        version.prefix
            + version.metrics.enumerated().compactMap { place, metric in
                answers[place] == 0 ? nil : metric.abbreviation + ":" + metric.values[Int(answers[place]) - 1].abbreviation
            }.joined(separator: "/")
    }
}

/// What a vector comes to.
public struct CVSSScores: Hashable, Sendable {
    /// Of the vulnerability itself; in 4.0 of the base metrics alone.
    public let base: Double
    /// With what changes in time (2.0 to 3.1); `nil` in 4.0 and, in 2.0, where none of it is given.
    public let temporal: Double?
    /// With one's own surroundings (2.0 to 3.1); `nil` in 4.0 and, in 2.0, where none of it is given. In 3.1 it can differ from
    /// ``temporal`` even where none is given, for its formula is another.
    public let environmental: Double?
    /// With all that is given.
    public let overall: Double
    /// The words for ``base``.
    public let baseSeverity: CVSSSeverity
    /// The words for ``overall``.
    public let severity: CVSSSeverity
}

/// Why a text is no CVSS vector.
public enum CVSSError: Error, Equatable, Sendable {
    /// It starts with a version that does not exist.
    case unknownVersion(String)
    /// It has a metric that the version does not know.
    case unknownMetric(String)
    /// A metric has an answer that the version does not know.
    case unknownValue(metric: String, value: String)
    /// A metric stands twice.
    case duplicateMetric(String)
    /// A metric of 4.0 stands behind one that follows it in the standard.
    case wrongOrder(String)
    /// A metric that must be answered is missing.
    case missingMetric(String)
}

extension CVSSError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unknownVersion(let text):
            "“\(text)” is no version of CVSS; vectors start with CVSS:3.0, CVSS:3.1 or CVSS:4.0, those of 2.0 with AV:"
        case .unknownMetric(let text): "there is no metric “\(text)” in this version of CVSS"
        case .unknownValue(let metric, let value): "“\(value)” is no answer to the metric \(metric)"
        case .duplicateMetric(let metric): "the metric \(metric) stands twice"
        case .wrongOrder(let metric): "the metric \(metric) must stand earlier; CVSS 4.0 has one order"
        case .missingMetric(let metric): "the metric \(metric) is missing"
        }
    }
}
