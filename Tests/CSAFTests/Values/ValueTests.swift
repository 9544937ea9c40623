import CSAF
import Testing

@Suite("Values of documents")
struct ValueTests {
    @Test(
        "moments compare across time zones and to the last digit",
        arguments: [
            ("2024-01-24T10:00:00Z", "2024-01-24T11:00:00+01:00", 0), ("2024-01-24T10:00:00.1Z", "2024-01-24T10:00:00.09Z", 1),
            ("2024-01-24T10:00:00.000000001Z", "2024-01-24T10:00:00.000000002Z", -1), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", 0),
        ])
    func moments(left: String, right: String, order: Int) throws {
        let (one, two) = try (#require(Timestamp(left)), #require(Timestamp(right)))
        #expect((one < two ? -1 : one == two ? 0 : 1) == order)
    }

    @Test(
        "what is no moment of RFC 3339 is none",
        arguments: [
            "2024-01-24 10:00:00Z", "2024-01-24T10:00:00", "2024-02-30T10:00:00Z", "2024-01-24T24:00:00Z", "2024-01-24T10:00:00.Z",
            "2024-01-24T10:00:00+0100", "2024-01-24", "2024-01-24T10:00:60Z", "",
        ])
    func noMoments(text: String) { #expect(Timestamp(text) == nil) }

    @Test(
        "versions of a range are in it, others are not",
        arguments: [
            ("vers:intdot/>=2.0|<4.2", ["2.0", "4.1.9", "3"], ["1.9.9", "4.2", "10"]), ("<4.2", ["4.1", "0"], ["4.2", "4.10"]),
            ("vers:all/*", ["1", "x"], []), ("vers:semver/>=1.0.0-rc.1|<=1.0.0", ["1.0.0-rc.1", "1.0.0"], ["1.0.0-beta", "1.0.1"]),
            ("vers:npm/1.2.3|>=2.0.0|<5.0.0", ["1.2.3", "2.0.0"], ["1.2.4", "5.0.0"]),
            ("vers:intdot/>=1|!=2|<3", ["1", "2.5"], ["2", "3"]), ("<1|>2|<3", ["0.5", "2.5"], ["1.5", "3"]),
            ("vers:deb/<1.0", ["1.0~rc1", "0.9"], ["1.0", "1:0.1"]), ("!=2", ["1", "3"], ["2"]),
        ])
    func ranges(text: String, within: [String], without: [String]) throws {
        let range = try VersionRange(text)
        for version in within { #expect(range.contains(version), "\(version) in \(text)") }
        for version in without { #expect(!range.contains(version), "\(version) in \(text)") }
        #expect(range.description == text)
    }

    @Test(
        "ranges overlap or do not",
        arguments: [
            (">2.1.0|<4.2.0", ">1.2.0|<2.4.0", true), (">2.1.0|<4.2.0", ">1.2.0|<=2.1.0", false),
            (">=2.4.0|<4.2.0", ">1.2.0|<2.4.0", false),
            (">=2|<=3", ">=3|<=4", true), ("5", ">4|<6", true), ("5", "6", false), (">2|!=3|<4", "3", false), (">=1", ">=9", true),
        ])
    func overlaps(left: String, right: String, isOverlap: Bool) throws {
        #expect(try VersionRange(left).overlaps(VersionRange(right)) == isOverlap)
        #expect(try VersionRange(right).overlaps(VersionRange(left)) == isOverlap)
    }

    @Test(
        "texts that are no ranges are refused with the reason",
        arguments: [
            ("< 4", VersionRangeError.blankOrBeyondASCII), ("vers:npm", .noConstraints), ("vers:NPM/1", .illegalScheme("NPM")),
            (">1||<2", .emptyConstraint), ("<>1", .illegalConstraint("<>1")), ("vers:all/<1", .onlyStar("all")),
            ("vers:intdot/1|>=1", .versionTwice), ("vers:intdot/>2|<1", .notSorted), ("", .noConstraints),
        ])
    func noRanges(text: String, error: VersionRangeError) { #expect(throws: error) { try VersionRange(text) } }

    @Test("a range whose version begins like a VERS is read again as it was written")
    func writtenRanges() throws {
        let range = try VersionRange("=vers:npm/1|2")
        #expect(range.description == "=vers:npm/1|2")
        #expect(try VersionRange(range.description) == range)
    }

    @Test("a platform name of 2.2 keeps its language behind a packed edition and has eleven attributes")
    func packedEdition() throws {
        let name = try #require(PlatformName("cpe:/a:example:product:1:update:~edition~market~linux~x64~other:en"))
        #expect(name.attributes.count == PlatformName.attributeCount)
        #expect(name[.edition] == .value("edition") && name[.language] == .value("en"))
        #expect(name[.softwareEdition] == .value("market") && name[.targetSoftware] == .value("linux"))
        #expect(name[.targetHardware] == .value("x64") && name[.other] == .value("other"))
        let short = try #require(PlatformName("cpe:/a:example:product:1:update:edition:en"))
        #expect(short[.edition] == .value("edition") && short[.language] == .value("en"))
    }

    @Test("the parts of a package URL are read and decoded")
    func packages() throws {
        let url = try PackageURL("pkg:npm/%40scope/name@1.0.0?arch=x86&a=b%20c#sub/path")
        #expect(url.type == "npm" && url.namespace == ["@scope"] && url.name == "name" && url.version == "1.0.0")
        #expect(url.qualifiers.map(\.name) == ["arch", "a"] && url.qualifiers.last?.value == "b c" && url.subpath == "sub/path")
    }

    @Test(
        "texts that are no package URLs are refused with the reason",
        arguments: [
            ("npm/a", PackageURLError.noScheme), ("pkg://npm/a", .slashBehindScheme), ("pkg:NPM/a", .illegalType("NPM")),
            ("pkg:npm/", .noName),
            ("pkg:npm//a", .emptyNamespacePart), ("pkg:cargo/x/a", .namespaceNotAllowed("cargo")), ("pkg:npm/a?b", .illegalQualifier("b")),
            ("pkg:npm/a%zz", .illegalEscape), ("pkg:npm/a b", .illegalCharacter), ("pkg:swid/a", .missingQualifier(type: "swid", "tag_id")),
            ("pkg:npm/a#../b", .illegalSubpath),
        ])
    func noPackages(text: String, error: PackageURLError) { #expect(throws: error) { try PackageURL(text) } }

    @Test(
        "a document takes and refuses package URLs as they are read",
        arguments: [
            "pkg:rpm/redhat/kernel@5.14.0-1.el9?arch=x86_64&epoch=1", "pkg:deb/debian/curl@7.88.1", "pkg:npm/a",
            "pkg:oci/x@sha256%3Aab?tag=v1",
            "pkg:gem/x/a@1", "pkg:npm//a", "pkg:npm/a?arch=x&arch=y", "pkg:npm/a?Arch=x", "pkg:swid/a?tag_id=1", "pkg:swid/a@1",
            "pkg:npm/@1",
            "pkg:npm/a@1/2", "pkg:npm/a@", "pkg:npm/a@1@2", "pkg:maven/x/y/z@1?", "pkg:julia/a@1", "pkg:npm/a?x=%zz", "pkg:npm/a#../b",
        ])
    func packagesInDocuments(text: String) throws {
        var draft = try SampleDocuments.base(.v2_0)
        draft.set("/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper/purl", to: "\"\(text)\"")
        let isTaken = try CSAFValidator(preset: .basic).validate(draft.bytes())["6.1.13"]?.hasFailed == false
        #expect(isTaken == ((try? PackageURL(text)) != nil))
    }

    @Test(
        "stars and question marks stand for others, quoted ones for themselves",
        arguments: [
            ("2024-*", "2024-77", true), ("6RA801?-??V", "6RA8012-00V", true), ("6RA801?", "6RA801", false), ("a\\*b", "a*b", true),
            ("a\\*b", "axb", false), ("*b*", "abc", true), ("", "", true), ("*", "", true),
        ])
    func patterns(pattern: String, text: String, fits: Bool) { #expect(WildcardPattern(pattern).matches(text) == fits) }

    @Test(
        "languages that exist are told from others",
        arguments: [
            ("az-Latn-AZ", true), ("en", true), ("zh-yue", true), ("de-1901", true), ("i-klingon", true), ("en-x-own", true), ("qtx", true),
            ("ez", false), ("en-ZQ", false), ("de-yue", false), ("en-Abcd", false), ("en-nosuch", false), ("e", false), ("en--us", false),
        ])
    func languages(tag: String, exists: Bool) { #expect((LanguageRegister.problem(tag) == nil) == exists) }

    @Test("licenses are read as SPDX writes them")
    func licenses() throws {
        let expression = try LicenseExpression("(MIT OR Apache-2.0+) AND GPL-2.0-only WITH Classpath-exception-2.0")
        #expect(expression.identifiers.map(\.text) == ["MIT", "Apache-2.0", "GPL-2.0-only", "Classpath-exception-2.0"])
        #expect(expression.identifiers.allSatisfy { $0.standing == .listed })
        for text in ["", "MIT OR", "(MIT", "MIT)", "MIT MIT", "DocumentRef-x:LicenseRef-y", "MIT WITH", "a/b"] {
            #expect(throws: LicenseExpressionError.self, "\(text)") { try LicenseExpression(text) }
        }
    }

    @Test("weaknesses have the name of their release")
    func weaknesses() {
        #expect(WeaknessRegister.verdict(id: "CWE-787", name: "Out-of-bounds Write", release: "4.13") == .fits(isDeprecated: false))
        #expect(WeaknessRegister.verdict(id: "CWE-787", name: "Out-of-bounds Read", release: "4.13") == .otherName)
        #expect(WeaknessRegister.verdict(id: "CWE-787", name: "Out-of-bounds Write", release: "5.0") == .unknownRelease)
        #expect(WeaknessRegister.verdict(id: "CWE-699", name: "Software Development", release: "4.13") == .unknownWeakness)
        #expect(WeaknessRegister.usage(id: "CWE-20", release: "4.13") == .discouraged)
        #expect(WeaknessRegister.latestRelease(on: "2024-01-21") == "4.13")
    }
}
