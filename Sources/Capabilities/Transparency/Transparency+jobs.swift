internal import Centre
internal import GRDB
internal import Ledger
internal import Vocabulary

extension Transparency {
    /// Moves what was left waiting, as where the disk was full for a while.
    var entering: JobKind {
        JobKind(name: "transparency.enter", schedule: JobSchedule("* * * * *")) { [self] _ in
            try await scribe.settle()
            return .done("\(ledger.size) entries")
        }
    }

    /// Looks at every byte of the log, holds the book in the records against it, and counts the figures anew.
    var checking: JobKind {
        JobKind(name: "transparency.check", schedule: JobSchedule("41 3 * * *"), lease: .seconds(3_600)) { [self] _ in
            let check = try await check()
            guard check.problems.isEmpty else { throw HopelessJob(check.problems.joined(separator: "; ")) }
            return .done("\(check.size) entries are as signed")
        }
    }

    /// Looks at everything now.
    @discardableResult
    func check() async throws -> BookCheck {
        try await scribe.settle()
        let (folder, key) = (ledger.folder, ledger.verifier)
        let report = try await scribe.onDisk { try Ledger.verify(folder, verifier: key) }
        var problems = report.problems.map { problem in
            "\(problem.path)\(problem.entry.map { ", entry \($0)" } ?? ""): \(problem.reason)"
        }
        problems += try await compare(upTo: report.size)
        let check = BookCheck(moment: house.clock(), size: report.size, root: report.root, problems: Array(problems.prefix(100)))
        try await house.records.write { try BookStore.add(check, $0) }
        return check
    }

    /// Holds the lines of the book against the entries of the log, piece by piece.
    private func compare(upTo size: Int) async throws -> [String] {
        var problems: [String] = []
        var figures: [Bool: [BookFigure: Int]] = [:]
        for first in stride(from: 0, to: size, by: 2_000) {
            let range = first..<min(first + 2_000, size)
            let entries = try await scribe.onDisk { [ledger] in try ledger.entries(range) }
            let lines = try await house.records.read { try BookStore.lines(from: first, limit: range.count, $0) }
            let bySequence = Dictionary(lines.compactMap { line in line.sequence.map { ($0, line) } }) { first, _ in first }
            for entry in entries {
                let figure = BookFigure(
                    month: "\(Month(entry.statement.time))", deed: entry.statement.deed, subjectClass: entry.statement.subjectClass)
                figures[entry.statement.isExercise, default: [:]][figure, default: 0] += 1
                guard let line = bySequence[entry.sequence] else {
                    problems.append("entry \(entry.sequence) has no line in the book")
                    continue
                }
                // A line that came from the log itself has no opening: its words are not known.
                let isOpen = !line.opening.isEmpty
                if line.digest != entry.statement.digest.bytes || isOpen && line.line.digest(opening: line.opening) != line.digest {
                    problems.append("line \(line.number) of the book was changed: it is not what entry \(entry.sequence) stands for")
                }
            }
        }
        let size = size
        try await house.records.write { [figures] database in
            // Lines entered meanwhile were counted as they came.
            guard try BookStore.known(database) == size else { return }
            for isExercise in [false, true] { try BookStore.replace(figures[isExercise] ?? [:], isExercise: isExercise, database) }
        }
        return problems
    }
}
