// Dates: written as the standard wants, and in an order that can be.

struct IrregularDate: ConformanceTest {
    let rule = Rule("6.1.37", "Dates are written with capital T and Z and have no leap second.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for value in facts.shape.irregularMoments {
            report.fail(value, "“\(value.text ?? value.raw)” must be written as in 2024-01-24T10:00:00Z")
        }
    }
}

extension Facts {
    /// Fails for dates after the newest revision.
    fileprivate func failIfNewer(_ value: JSONValue?, _ report: inout RuleReport) {
        guard let value, let date = value.text.flatMap(Timestamp.init), let newest = newestRevisionDate, date > newest else { return }
        report.fail(value, "lies after the newest revision of the document")
    }
}

struct DisclosureTooLate: ConformanceTest {
    let rule = Rule("6.1.45", "A released document for everybody discloses nothing after its newest revision.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased, facts.isPublic else { return }
        for vulnerability in facts.vulnerabilities { facts.failIfNewer(vulnerability.value["disclosure_date"], &report) }
    }
}

struct DecisionTooLate: ConformanceTest {
    let rule = Rule("6.1.49", "SSVC selections of a released document are not newer than its newest revision.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased else { return }
        for metric in facts.vulnerabilities.flatMap(\.metrics) { facts.failIfNewer(metric.content["ssvc_v2"]?["timestamp"], &report) }
    }
}

struct ForecastTooLate: ConformanceTest {
    let rule = Rule("6.1.51", "EPSS values of a released document are not newer than its newest revision.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased else { return }
        for metric in facts.vulnerabilities.flatMap(\.metrics) { facts.failIfNewer(metric.content["epss"]?["timestamp"], &report) }
    }
}

struct ExploitationTooLate: ConformanceTest {
    let rule = Rule("6.1.52", "Known exploitation in a released document is not newer than its newest revision.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased else { return }
        for item in facts.vulnerabilities.flatMap(\.exploitations) {
            facts.failIfNewer(item["date"], &report)
            facts.failIfNewer(item["exploitation_date"], &report)
        }
    }
}

struct ExploitationBeforeKnown: ConformanceTest {
    let rule = Rule("6.1.53", "An exploitation happened before it was written down.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for item in facts.vulnerabilities.flatMap(\.exploitations) {
            guard let value = item["exploitation_date"], let happened = value.text.flatMap(Timestamp.init),
                let noted = item["date"]?.text.flatMap(Timestamp.init), happened > noted
            else { continue }
            report.fail(value, "the exploitation lies after the date it was noted")
        }
    }
}

struct DisclosureAfterRevision: ConformanceTest {
    let rule = Rule("6.2.33", "A disclosure that has happened is covered by a revision.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            guard let value = vulnerability.value["disclosure_date"], let date = value.text.flatMap(Timestamp.init),
                date <= facts.context.now
            else { continue }
            facts.failIfNewer(value, &report)
        }
    }
}

struct OldForecast: ConformanceTest {
    let rule = Rule("6.2.41", "The youngest EPSS value of a vulnerability is at most 15 days older than the newest revision.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased, let newest = facts.newestRevisionDate else { return }
        for vulnerability in facts.vulnerabilities {
            let dated = vulnerability.metrics.compactMap { metric -> (value: JSONValue, date: Timestamp)? in
                guard let value = metric.content["epss"]?["timestamp"], let date = value.text.flatMap(Timestamp.init) else { return nil }
                return (value, date)
            }
            guard let youngest = dated.max(by: { $0.date < $1.date }) else { continue }
            let age = newest.seconds - youngest.date.seconds
            if age > 15 * 86_400 || age == 15 * 86_400 && newest.attoseconds > youngest.date.attoseconds {
                report.fail(youngest.value, "the EPSS value is more than 15 days older than the newest revision")
            }
        }
    }
}

struct InvolvementWithoutDate: ConformanceTest {
    let rule = Rule("6.2.7", "Every involvement has a date.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for involvement in facts.vulnerabilities.flatMap(\.involvements) where involvement.value["date"] == nil {
            report.fail(involvement.value, "the involvement has no date")
        }
    }
}
