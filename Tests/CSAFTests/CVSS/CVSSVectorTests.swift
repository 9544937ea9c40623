import CSAF
import Testing

@Suite("CVSS vectors")
struct CVSSVectorTests {
    @Test(
        "a vector comes to the score of its version",
        arguments: [
            ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0, CVSSSeverity.high),
            ("AV:L/AC:H/Au:M/C:N/I:N/A:N", 0.0, .low),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0, .critical),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, .critical),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0, .none),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0, .critical),
            ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 5.7, .medium),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0, .none),
        ])
    func scores(text: String, base: Double, severity: CVSSSeverity) throws {
        let scores = try CVSSVector(text).scores
        #expect(scores.base == base)
        #expect(scores.baseSeverity == severity)
    }

    @Test(
        "a broken vector is refused with the metric that is wrong",
        arguments: [
            ("CVSS:5.0/AV:N", CVSSError.unknownVersion("CVSS:5.0")),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", .missingMetric("A")),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AV:N", .duplicateMetric("AV")),
            ("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", .unknownValue(metric: "AV", value: "X")),
            ("CVSS:3.1/AT:N", .unknownMetric("AT")),
            ("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", .wrongOrder("AV")),
            ("", .missingMetric("AV")),
            ("AV", .unknownMetric("AV")),
        ])
    func refused(text: String, error: CVSSError) {
        #expect(throws: error) { try CVSSVector(text) }
        #expect(!error.description.isEmpty)
    }

    @Test("a vector is written in the order of the standard, and reads as itself")
    func roundTrip() throws {
        let vector = try CVSSVector("CVSS:3.1/S:U/C:H/AV:N/AC:L/PR:N/UI:N/I:H/A:H/E:X")
        #expect(vector.description == "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X")
        #expect(try CVSSVector(vector.description) == vector)
    }

    @Test("an editor changes one answer at a time, and cannot take a mandatory one away")
    func editing() throws {
        let vector = try CVSSVector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
        let milder = try vector.setting("AV", to: "L").setting("E", to: "U")
        #expect(milder["AV"] == "L")
        #expect(milder.scores.overall < vector.scores.overall)
        #expect(try milder.setting("E", to: nil)["E"] == nil)
        #expect(throws: CVSSError.missingMetric("AV")) { try vector.setting("AV", to: nil) }
        #expect(throws: CVSSError.unknownMetric("VC")) { try vector.setting("VC", to: "H") }
        #expect(throws: CVSSError.unknownValue(metric: "AV", value: "Z")) { try vector.setting("AV", to: "Z") }
    }

    @Test("every metric of every version has a name, a property and answers, and none twice", arguments: CVSSVersion.allCases)
    func tables(version: CVSSVersion) {
        #expect(Set(version.metrics.map(\.abbreviation)).count == version.metrics.count)
        #expect(Set(version.metrics.map(\.property)).count == version.metrics.count)
        #expect(version.metrics.allSatisfy { !$0.name.isEmpty && $0.values.count >= 2 })
    }

    @Test("base score, temporal score and environmental score come one by one")
    func parts() throws {
        let plain = try CVSSVector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H").scores
        #expect(plain.temporal == 9.8 && plain.overall == 9.8)
        let old = try CVSSVector("AV:N/AC:L/Au:N/C:C/I:C/A:C/E:U").scores
        #expect(old.temporal == 8.5 && old.environmental == nil)
        let fixed = try CVSSVector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/MC:N/MI:N/MA:N").scores
        #expect(fixed.base == 9.8 && fixed.temporal == 9.0 && fixed.environmental == 0 && fixed.severity == .none)
    }
}
