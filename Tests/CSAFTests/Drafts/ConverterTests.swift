import CSAF
import Testing

@Suite("Drafts from other formats")
struct ConverterTests {
    private static let publisher = (category: "coordinator", name: "Example CERT", namespace: "https://cert.example")

    private static let cve = """
        {"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-0001"},"containers":{"cna":{"title":"Overflow in A",
        "descriptions":[{"lang":"en","value":"A request can overflow a buffer."}],
        "affected":[{"vendor":"Example","product":"A","versions":[{"version":"4.0","lessThan":"4.2","status":"affected","versionType":"semver"},
        {"version":"5.0","status":"unaffected"}]}],
        "problemTypes":[{"descriptions":[{"cweId":"CWE-787","description":"CWE-787 Out-of-bounds Write","lang":"en"}]}],
        "metrics":[{"cvssV3_1":{"vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}],
        "references":[{"url":"https://example.com/a"}]}}}
        """
    private static let osv = """
        {"id":"OSV-2024-1","modified":"2024-01-01T00:00:00Z","aliases":["CVE-2024-0002"],"summary":"Traversal in b","details":"Files can be read.",
        "affected":[{"package":{"ecosystem":"npm","name":"b","purl":"pkg:npm/b"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"},{"fixed":"1.2.0"}]}]}],
        "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],"references":[{"type":"WEB","url":"https://example.com/b"}]}
        """
    private static let cvrf = """
        <?xml version="1.0"?>
        <cvrfdoc xmlns="http://docs.oasis-open.org/csaf/ns/csaf-cvrf/v1.2/cvrf">
          <DocumentTitle>Overflow &amp; more</DocumentTitle><DocumentType>Advisory</DocumentType>
          <DocumentPublisher Type="Vendor"><IssuingAuthority>Example Company</IssuingAuthority></DocumentPublisher>
          <DocumentTracking><Identification><ID>EX-1</ID></Identification><Status>Final</Status><Version>1.1</Version>
            <RevisionHistory><Revision><Number>1.1</Number><Date>2020-02-01T00:00:00Z</Date><Description>Second</Description></Revision>
            <Revision><Number>1.0</Number><Date>2020-01-01T00:00:00Z</Date><Description>First</Description></Revision></RevisionHistory>
            <InitialReleaseDate>2020-01-01T00:00:00Z</InitialReleaseDate><CurrentReleaseDate>2020-02-01T00:00:00Z</CurrentReleaseDate>
          </DocumentTracking>
          <DocumentNotes><Note Title="Summary" Type="Summary" Ordinal="1"><![CDATA[A <b>buffer</b> overflows.]]></Note></DocumentNotes>
          <ProductTree xmlns="prod"><Branch Type="Vendor" Name="Example"><Branch Type="Product Name" Name="A"><Branch Type="Product Version" Name="1">
            <FullProductName ProductID="P1" CPE="cpe:/a:example:a:1">A 1</FullProductName></Branch></Branch></Branch>
            <Relationship ProductReference="P1" RelationType="Installed On" RelatesToProductReference="P1"><FullProductName ProductID="P2">A 1 on A 1</FullProductName></Relationship>
          </ProductTree>
          <Vulnerability Ordinal="1" xmlns="vuln"><Title>Overflow</Title><CVE>CVE-2020-0001</CVE><CWE ID="CWE-787">Out-of-bounds Write</CWE>
            <Notes><Note Type="Description" Ordinal="1" Title="D">Text.</Note></Notes>
            <ProductStatuses><Status Type="Known Affected"><ProductID>P1</ProductID><ProductID>P2</ProductID></Status></ProductStatuses>
            <CVSSScoreSets><ScoreSetV3><BaseScoreV3>9.8</BaseScoreV3><VectorV3>CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</VectorV3></ScoreSetV3></CVSSScoreSets>
            <Remediations><Remediation Type="Vendor Fix"><Description>Update.</Description><ProductID>P1</ProductID></Remediation></Remediations>
          </Vulnerability>
        </cvrfdoc>
        """

    @Test(
        "a document of another format becomes a draft that is valid",
        arguments: [(cve, DraftSource.cve), (osv, .osv), (cvrf, .cvrf)], CSAFVersion.allCases)
    func drafts(sample: (String, DraftSource), version: CSAFVersion) throws {
        let bytes = Array(sample.0.utf8)
        #expect(DraftSource.detect(bytes) == sample.1)
        let draft = try sample.1.convert(bytes, version: version, publisher: Self.publisher)
        let report = try CSAFValidator(preset: .basic).validate(draft.json.bytes())
        let problems =
            report.schemaProblems.map { $0.path + " " + $0.message } + report.tests.flatMap(\.errors).map { $0.path + " " + $0.message }
        #expect(problems.filter { !$0.contains("draft") } == [])
        let advisory = try Advisory(draft.json.bytes())
        #expect(advisory.csafVersion == version && advisory.vulnerabilities.first?.cve?.hasPrefix("CVE-20") == true)
        #expect(!advisory.products.isEmpty && advisory.vulnerabilities.first?.scores.isEmpty == false)
    }

    @Test("ranges of a CVE record keep their ends, and the end is the fixed version")
    func ranges() throws {
        let draft = try DraftSource.cve.convert(Array(Self.cve.utf8), version: .v2_1, publisher: Self.publisher)
        let advisory = try Advisory(draft.json.bytes())
        #expect(advisory.products.map { $0.branches.last?.name } == [">=4.0|<4.2", "4.2", "5.0"])
        let vulnerability = try #require(advisory.vulnerabilities.first)
        #expect(
            vulnerability.statuses == ["CSAFPID-0001": [.knownAffected], "CSAFPID-0002": [.fixed], "CSAFPID-0003": [.knownNotAffected]])
    }

    @Test(
        "what is of no format is refused with the reason",
        arguments: [
            ("{}", DraftSource.cve), ("{}", .osv), ("<x/>", .cvrf), ("<!DOCTYPE x [<!ENTITY a \"b\">]><x/>", .cvrf), ("<x>", .cvrf),
            ("<cvrfdoc>&a;</cvrfdoc>", .cvrf), ("", .cvrf),
        ])
    func refused(text: String, source: DraftSource) {
        #expect(throws: (any Error).self) { try source.convert(Array(text.utf8), publisher: Self.publisher) }
        #expect(DraftSource.detect(Array("[1]".utf8)) == nil)
    }

    @Test("a new document is valid at once", arguments: CSAFVersion.allCases)
    func new(version: CSAFVersion) throws {
        let draft = DraftDocument(
            version: version, category: "csaf_base", id: "AZ-CERT-2026-0001", title: "Router can be taken over", publisher: Self.publisher,
            language: "en")
        #expect(try CSAFValidator(preset: .basic).validate(draft.json.bytes()).isValid)
    }
}
