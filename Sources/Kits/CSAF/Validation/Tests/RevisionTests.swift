// Revision history and version of a document.

struct UnsortedRevisions: ConformanceTest {
    let rule = Rule("6.1.14", "In the order of their dates, revisions have rising numbers.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let sorted = facts.sortedRevisions
        for (earlier, later) in zip(sorted, sorted.dropFirst()) {
            guard let one = earlier.number, let two = later.number, two.semantic < one.semantic else { continue }
            report.fail(later.value["number"], "\(two.text) follows \(one.text) in the order of their dates")
        }
    }
}

struct WrongLatestVersion: ConformanceTest {
    let rule = Rule("6.1.16", "The version of the document is the number of its latest revision.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.tracking?["version"], let version = value.text.flatMap(DocumentVersion.init),
            let last = facts.sortedRevisions.last?.number
        else { return }
        let isSame = facts.status == "draft" ? version.core == last.core : version.withoutBuild == last.withoutBuild
        if !isSame { report.fail(value, "the version is \(version.text), the latest revision \(last.text)") }
    }
}

struct EarlyVersionNotDraft: ConformanceTest {
    let rule = Rule("6.1.17", "A document of version 0, 0.y.z or a pre-release is a draft.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let version = facts.tracking?["version"]?.text.flatMap(DocumentVersion.init), facts.status != "draft",
            version.isBeforeRelease || version.semantic.preRelease != nil
        else { return }
        report.fail(facts.tracking?["status"], "the version is \(version.text), so the status must be draft and not \(facts.status)")
    }
}

struct EarlyRevisionReleased: ConformanceTest {
    let rule = Rule("6.1.18", "A document that was released has no revision 0 or 0.y.z in its history.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased else { return }
        for revision in facts.revisions {
            guard let number = revision.number, number.isBeforeRelease else { continue }
            report.fail(revision.value["number"], "the document is \(facts.status), and the history has a revision \(number.text)")
        }
    }
}

struct PreReleaseRevision: ConformanceTest {
    let rule = Rule("6.1.19", "The history has no pre-releases.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for revision in facts.revisions {
            guard let number = revision.number, number.semantic.preRelease != nil else { continue }
            report.fail(revision.value["number"], "\(number.text) is a pre-release")
        }
    }
}

struct PreReleaseReleased: ConformanceTest {
    let rule = Rule("6.1.20", "A document that was released has no pre-release as its version.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.isReleased, let version = facts.tracking?["version"]?.text.flatMap(DocumentVersion.init),
            version.semantic.preRelease != nil
        else { return }
        report.fail(facts.tracking?["version"], "the document is \(facts.status), and its version \(version.text) a pre-release")
    }
}

struct MissingRevision: ConformanceTest {
    let rule = Rule("6.1.21", "No version is left out of the history; it starts with version 0 or 1.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let sorted = facts.sortedRevisions
        let present = Set(sorted.compactMap { $0.number?.semantic.major })
        guard let first = sorted.first, let start = first.number else { return }
        if start.semantic.major > 1 { report.fail(first.value["number"], "the history starts with \(start.text); 0 or 1 must come first") }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) {
            guard let one = earlier.number?.semantic.major, let two = later.number, two.semantic.major > one + 1 else { continue }
            let missing = one + 1
            report.fail(
                later.value["number"],
                present.contains(missing)
                    ? "version \(missing) must come before \(two.text) in the order of their dates"
                    : "version \(missing) is missing before \(two.text)")
        }
    }
}

struct RepeatedRevision: ConformanceTest {
    let rule = Rule("6.1.22", "Every version stands in the history once.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        var seen: Set<String> = []
        for revision in facts.revisions {
            guard let number = revision.value["number"], let text = number.text, !seen.insert(text).inserted else { continue }
            report.fail(number, "version \(text) stands in the history twice")
        }
    }
}

struct MixedVersioning: ConformanceTest {
    let rule = Rule("6.1.30", "A document counts its versions in one way: whole numbers or semantic versions.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let values = [facts.tracking?["version"]].compactMap(\.self) + facts.revisions.compactMap { $0.value["number"] }
        let versions = values.compactMap { value in value.text.flatMap(DocumentVersion.init).map { (value: value, version: $0) } }
        guard let first = versions.first else { return }
        for other in versions.dropFirst() where other.version.isInteger != first.version.isInteger {
            report.fail(other.value, "\(other.version.text) and \(first.version.text) count versions in two ways")
        }
    }
}

struct BuildInRevision: ConformanceTest {
    let rule = Rule("6.2.4", "Numbers of revisions carry no build metadata.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for revision in facts.revisions {
            guard let build = revision.number?.semantic.build else { continue }
            report.fail(revision.value["number"], "the number carries the build metadata +\(build)")
        }
    }
}

struct InitialDateTooEarly: ConformanceTest {
    let rule = Rule("6.2.5", "The initial release is not before the first revision.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.tracking?["initial_release_date"], let date = value.text.flatMap(Timestamp.init),
            let oldest = facts.revisions.compactMap(\.date).min(), date < oldest
        else { return }
        report.fail(value, "the initial release lies before the oldest revision")
    }
}

struct CurrentDateTooEarly: ConformanceTest {
    let rule = Rule("6.2.6", "The current release is not before the latest revision.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.tracking?["current_release_date"], let date = value.text.flatMap(Timestamp.init),
            let newest = facts.newestRevisionDate, date < newest
        else { return }
        report.fail(value, "the current release lies before the newest revision")
    }
}

struct SameRevisionDates: ConformanceTest {
    let rule = Rule("6.2.21", "Revisions have different dates.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        var seen: Set<Timestamp> = []
        for revision in facts.revisions {
            guard let date = revision.date, !seen.insert(date).inserted else { continue }
            report.fail(revision.value["date"], "another revision has the same date")
        }
    }
}
