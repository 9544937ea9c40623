import CSAF
import Testing
import Vocabulary

@Suite("Advisories to work with")
struct AdvisoryTests {
    private static func advisory(_ edits: [(String, String?)] = []) throws -> Advisory {
        var draft = try SampleDocuments.base(.v2_1)
        for (pointer, value) in edits { draft.set(pointer, to: value) }
        return try Advisory(draft.bytes())
    }

    @Test("a document says what it is in types")
    func typed() throws {
        let advisory = try Self.advisory()
        #expect(advisory.id == "ESA-2024-0001" && advisory.csafVersion == .v2_1 && advisory.status == .final)
        #expect(advisory.tlp == .clear && advisory.language == .en && advisory.publisher == "Example Company")
        #expect(advisory.currentRelease == Timestamp("2024-01-24T10:00:00Z")?.instant)
        #expect(advisory.products.map(\.id) == ["A-4.1", "A-4.2"])
        #expect(advisory[product: "A-4.1"]?.vendor == "Example Company")
        #expect(advisory.vulnerabilities.first?.cve == "CVE-2024-0001")
        #expect(advisory.vulnerabilities.first?.severity?.score == 9.3)
        #expect(advisory.vulnerabilities.first?.statuses(of: "A-4.1") == [.knownAffected])
        #expect(advisory.vulnerabilities.first?.remediations.first?.products == ["A-4.1"])
    }

    @Test(
        "an inventory finds its products by what it knows of them",
        arguments: [
            (ProductIdentifier.platform(try #require(PlatformName("cpe:2.3:a:example:product_a:4.1:*:*:*:*:*:x86:*"))), ["A-4.1"]),
            (.platform(try #require(PlatformName("cpe:/a:example:product_a:4.2"))), ["A-4.2"]),
            (.platform(try #require(PlatformName("cpe:/a:example:product_b:4.2"))), []),
            (.package(try PackageURL("pkg:deb/example/a@4.1?arch=amd64&distro=12")), ["A-4.1"]),
            (.package(try PackageURL("pkg:deb/example/a@4.0?arch=amd64")), []),
            (.fileHash("026A37919B182EF7C63791E82C9645E2F897A3F0B73C7A6028C7FEBF62E93838"), ["A-4.1"]),
        ] as [(ProductIdentifier, [String])])
    func matching(identifier: ProductIdentifier, products: [String]) throws {
        #expect(try Self.advisory().products(matching: identifier).map(\.id) == products)
    }

    @Test("a product made of another is found with it, with what is said of it")
    func combined() throws {
        let path =
            #"[{"beginning_product_reference":"A-4.1","full_product_name":{"name":"A on B","product_id":"AB"},"subpaths":[{"category":"installed_on","next_product_reference":"A-4.2"}]}]"#
        let advisory = try Self.advisory([
            ("/product_tree/product_paths", path), ("/vulnerabilities/0/product_status/known_affected/-", "\"AB\""),
        ])
        let name = try #require(PlatformName("cpe:2.3:a:example:product_a:4.1:*:*:*:*:*:*:*"))
        #expect(advisory.products(matching: .platform(name)).map(\.id) == ["A-4.1", "AB"])
        #expect(advisory[product: "AB"]?.parts.map(\.relation) == [nil, "installed_on"])
        let assessment = advisory.assessment(of: .platform(name))
        #expect(assessment.count == 1)
        #expect(assessment.first?.statuses.map(\.product.id) == ["A-4.1", "AB"])
    }

    @Test("a product that stands for a range of versions matches those within")
    func ranges() throws {
        let branch = "/product_tree/branches/0/branches/0/branches/0"
        let advisory = try Self.advisory([
            (branch + "/category", "\"product_version_range\""), (branch + "/name", "\"vers:intdot/>=4.0|<4.1\""),
            (branch + "/product/product_identification_helper", #"{"cpe":"cpe:2.3:a:example:product_a:*:*:*:*:*:*:*:*"}"#),
        ])
        for (version, isIn) in [("4.0", true), ("4.0.9", true), ("4.1", false), ("3.9", false)] {
            let name = try #require(PlatformName("cpe:2.3:a:example:product_a:\(version):*:*:*:*:*:*:*"))
            #expect(advisory.products(matching: .platform(name)).contains { $0.id == "A-4.1" } == isIn, "\(version)")
        }
    }

    @Test("VEX statements are found by product")
    func vex() throws {
        let advisory = try Self.advisory([
            ("/document/category", "\"csaf_vex\""), ("/vulnerabilities/0/product_status/known_not_affected", "[\"A-4.1\"]"),
            ("/vulnerabilities/0/flags", #"[{"label":"component_not_present","group_ids":["all"]}]"#),
            ("/vulnerabilities/0/threats", #"[{"category":"impact","details":"None.","product_ids":["A-4.2"]}]"#),
        ])
        let vulnerability = try #require(advisory.vulnerabilities.first)
        #expect(vulnerability.justifications["A-4.2"] == ["component_not_present"])
        #expect(vulnerability.impacts == ["A-4.2": ["None."]])
    }
}
