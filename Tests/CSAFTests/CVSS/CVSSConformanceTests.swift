import CSAF
import Foundation
import Testing

/// All vectors of FIRST's and Red Hat's collections and 20,000 random ones.
@Suite("CVSS scores of others' vectors", .enabled(if: StudyData.isThere, "\(StudyData.note)"))
struct CVSSConformanceTests {
    private func number(_ text: Substring) -> Double? { Double(text.trimmingCharacters(in: .whitespaces)) }

    @Test(
        "random vectors come to the scores that another library finds",
        arguments: ["random-v2", "random-v3.0", "random-v3.1"])
    func random(name: String) throws {
        let lines = try StudyData.lines("cvss/generated/\(name).tsv")
        #expect(lines.count == 5000)
        for line in lines {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            let scores = try CVSSVector(String(columns[0])).scores
            #expect(scores.base == number(columns[1]), "\(line)")
            #expect((scores.temporal ?? scores.base) == (number(columns[2]) ?? scores.base), "\(line)")
            if let environmental = number(columns[3]) {
                #expect((scores.environmental ?? scores.temporal ?? scores.base) == environmental, "\(line)")
            }
        }
    }

    @Test("random vectors of 4.0 come to the scores that another library finds")
    func random4() throws {
        let lines = try StudyData.lines("cvss/generated/random-v4.0.tsv")
        #expect(lines.count == 5000)
        for line in lines {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            let scores = try CVSSVector(String(columns[0])).scores
            #expect(scores.overall == number(columns[1]), "\(line)")
            #expect(scores.severity.rawValue == columns[2].uppercased(), "\(line)")
        }
    }

    @Test(
        "published vectors come to their scores",
        arguments: [
            "vectors_calculator2", "vectors_calculator3", "vectors_cvsslib2", "vectors_simple2", "vectors_simple3", "vectors_simple31",
            "vectors_simple4", "vectors_supplemental4", "vectors_threat4",
        ])
    func published(name: String) throws {
        for line in try StudyData.lines("cvss/redhat/\(name)") {
            let parts = line.components(separatedBy: " - ")
            let expected = parts[1].split(whereSeparator: { "(), ".contains($0) })
            let scores = try CVSSVector(parts[0]).scores
            if name.hasSuffix("4") {
                #expect(scores.overall == number(expected[0]), "\(line)")
                continue
            }
            #expect(scores.base == number(expected[0]).map(abs), "\(line)")
            if let temporal = number(expected[1]) { #expect((scores.temporal ?? scores.base) == temporal, "\(line)") }
            if let environmental = number(expected[2]) {
                #expect((scores.environmental ?? scores.temporal ?? scores.base) == environmental, "\(line)")
            }
        }
    }

    @Test("where two calculators of 4.0 differ by a half, the score is rounded up as the standard says")
    func halves() throws {
        for line in try StudyData.lines("cvss/generated/v4-rounding-disagreements.tsv").dropFirst() {
            let columns = line.split(separator: "\t")
            #expect(try CVSSVector(String(columns[0])).scores.overall == number(columns[1]), "\(line)")
        }
    }
}
