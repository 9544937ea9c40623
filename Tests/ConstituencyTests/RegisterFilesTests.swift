import Events
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Register files")
struct RegisterFilesTests {
    @Test("YAML that is written reads as the same register")
    func yamlRoundTrip() throws {
        let files = RegisterYAML.read(Sample.register, path: "owners.yaml")
        #expect(files.mistakes == [] && files.owners.count == 3)
        let again = RegisterYAML.read(RegisterYAML.write(files.owners, profile: files.profile), path: "again.yaml")
        #expect(again.mistakes == [])
        #expect(again.owners == files.owners)
        #expect(again.profile == files.profile)
    }

    @Test("a table that is written reads as the same owners", arguments: [",", "\t"] as [Character])
    func tableRoundTrip(separator: Character) throws {
        let files = RegisterYAML.read(Sample.register, path: "owners.yaml")
        let text = RegisterTable.write(files.owners, separator: separator)
        let again = RegisterTable.read(text, path: "owners.csv", separator: separator)
        #expect(again.mistakes == [])
        #expect(again.owners == files.owners)
    }

    @Test(
        "text that YAML could take for something else survives",
        arguments: ["yes", "1", "null", "- a: b", "#x", "a\u{85}\u{7F}\u{1}b", "\\u0041", "ə\"'"])
    func awkwardText(text: String) throws {
        let owner = Owner(id: "a", names: [.az: text], sector: text, notes: text)
        let again = RegisterYAML.read(RegisterYAML.write([owner], profile: nil), path: "x.yaml")
        #expect(again.mistakes == [] && again.owners.first?.names == [.az: text])
    }

    @Test("every mistake in YAML has its line and column, and the rest is read")
    func yamlMistakes() throws {
        let files = RegisterYAML.read(
            """
            register: 1
            owners:
              - id: good
                networks: ["198.18.0.0/16"]
              - id: Bad Id
              - id: good
              - id: other
                networks: ["198.18.0.1/16", "198.18.1.0/24"]
                asns: [64496, AS0]
                domains: ["a..b"]
                sektor: banking
                countries: [Azerbaijan]
                contacts:
                  - {name: nobody}
                  - {purpose: abuse, email: "not an address"}
              - names: {en: "No id"}
            """, path: "owners.yaml")
        #expect(
            files.mistakes.map { "\($0.line):\($0.column)" } == [
                "5:9", "6:9", "8:16", "9:19", "10:15", "11:5", "12:17", "14:9", "15:33", "16:5",
            ])
        #expect(files.mistakes[2].message.contains("198.18.0.0/16"))
        #expect(files.owners.map(\.id) == ["good", "other"])
        #expect(files.owners[1].networks.map(\.description) == ["198.18.1.0/24"])
        #expect(files.owners[1].asns == [ASN(64496)])
    }

    @Test("broken YAML is one mistake at its place", arguments: ["register: 1\nowners: [", "owners", "- 1", ""])
    func brokenYAML(text: String) {
        let files = RegisterYAML.read(text, path: "owners.yaml")
        #expect(files.owners.isEmpty && files.mistakes.count == 1)
    }

    @Test("mistakes in a table have line and cell")
    func tableMistakes() {
        let files = RegisterTable.read(
            "id,name_az,networks,colour,critical\na,\"Bir, \"\"iki\"\"\nüç\",198.18.0.0/16;198.19.0.0/33,red,perhaps\n"
                + ",x,,,\na,y,,,\nb,z,,,,surplus\n",
            path: "owners.csv")
        #expect(files.mistakes.map { "\($0.line):\($0.column)" } == ["1:4", "2:3", "2:5", "4:1", "5:1", "6:6"])
        #expect(files.owners.map(\.id) == ["a", "b"])
        #expect(files.owners[0].names[.az] == "Bir, \"iki\"\nüç")
    }

    @Test("a table changes only the fields it has columns for")
    func partialTable() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let plan = try register.plan(
            for: RegisterTable.read("id,sector\nseki-bank,finance\nodlar-telekom,telecommunications\n", path: "x.csv"))
        #expect(plan.changed.map(\.owner.id) == ["seki-bank"])
        #expect(plan.changed[0].changes.map(\.description) == ["sector: -banking +finance"])
        try register.apply(plan)
        #expect(try register.owner("seki-bank")?.networks.count == 1)
    }

    @Test("files are read by their kind, several at once, and an owner in two of them is a mistake")
    func severalFiles() throws {
        let folder = try ScratchFolder()
        let yaml = try folder.write("owners.yaml", Sample.register)
        let table = try folder.write("more.csv", "id,name_en\nnew,New\nseki-bank,Twice\n")
        let files = try RegisterImport.read([yaml, table])
        #expect(files.owners.map(\.id) == ["rabite", "odlar-telekom", "seki-bank", "new"])
        #expect(files.mistakes.map(\.path) == [table])
    }

    @Test("a file of no known kind, and one that is missing, are refused by name")
    func unknownKind() throws {
        let folder = try ScratchFolder()
        let unknown = try folder.write("owners.doc", "hello")
        for path in [unknown, folder.url.appending(path: "missing.yaml").path] {
            let error = #expect(throws: RegisterImport.Failure.self) { try RegisterImport.read([path]) }
            #expect(error?.description.contains(path) == true)
        }
    }

    private static let sharedDatabase =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/ip/iptoasn-asn.mmdb")
        .standardizedFileURL.path

    @Test(
        "the network database beside a register comes into the data folder",
        .enabled(if: FileManager.default.fileExists(atPath: sharedDatabase), "../shared/data/ip is not there"))
    func networks() throws {
        let folder = try ScratchFolder()
        try FileManager.default.copyItem(atPath: Self.sharedDatabase, toPath: folder.url.appending(path: "networks.mmdb").path)
        let files = try RegisterImport.read([try folder.write("owners.yaml", Sample.register)])
        let place = try files.installNetworks(in: folder.url.path)
        #expect(place == folder.url.appending(path: "geo/networks.mmdb").path)
        #expect(NetworkDatabaseWatch(dataFolder: folder.url.path, usesSystemPlaces: false).current().files.map(\.path) == [place])
    }

    @Test("a network database that is none is not installed")
    func brokenNetworks() throws {
        let folder = try ScratchFolder()
        _ = try folder.write("networks.mmdb", "no database")
        let files = try RegisterImport.read([try folder.write("owners.yaml", Sample.register)])
        #expect(throws: (any Error).self) { try files.installNetworks(in: folder.url.path) }
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "geo/networks.mmdb").path))
    }
}

@Suite("Dumps of a registry")
struct RegistryDumpTests {
    private static let dump = """
        % This is a sample in the registry's form

        inetnum:        198.18.0.0 - 198.18.2.255
        netname:        ODLAR-NET
        descr:          Odlar backbone
        country:        AZ
        org:            ORG-OT1-TEST
        admin-c:        AA1-TEST
        status:         ALLOCATED PA   # a comment

        inetnum:        198.18.2.0 - 198.18.2.127
        netname:        SHOP-NET
        descr:          A shop
        country:        AZ
        tech-c:         SR1-TEST

        inet6num:       2001:db8:1000::/36
        netname:        ODLAR-6
        country:        AZ
        org:            ORG-OT1-TEST

        inetnum:        203.0.113.0 - 203.0.113.255
        netname:        ELSEWHERE
        country:        DE

        inetnum:        0.0.0.0 - 255.255.255.255
        netname:        IANA-BLK
        country:        EU

        aut-num:        AS64496
        as-name:        ODLAR-AS
        org:            ORG-OT1-TEST

        aut-num:        AS64511
        as-name:        OTHER-AS
        org:            ORG-DE1-TEST

        organisation:   ORG-OT1-TEST
        org-name:       Odlar
        +               Telecom
        country:        AZ
        language:       AZ
        abuse-c:        AR1-TEST
        e-mail:         info@telekom.example

        organisation:   ORG-DE1-TEST
        org-name:       Elsewhere
        country:        DE

        role:           Abuse desk
        nic-hdl:        AR1-TEST
        abuse-mailbox:  abuse@telekom.example
        phone:          +000 12 555 01 01

        role:           Shop staff
        nic-hdl:        SR1-TEST
        e-mail:         staff@shop.example
        abuse-mailbox:  abuse@shop.example

        mntner:         MNT-TEST
        descr:          passed over
        """

    private func owners(_ text: String, countries: Set<CountryCode> = []) -> RegisterImport {
        var dump = RegistryDump(countries: countries)
        dump.read(Array(text.utf8), path: "ripe.db")
        return dump.owners()
    }

    @Test("objects of one organisation become one owner with its contacts; a range becomes prefixes")
    func organisation() throws {
        let files = owners(Self.dump)
        #expect(files.mistakes == [])
        let telekom = try #require(files.owners.first)
        #expect(telekom.id == "org-ot1-test" && telekom.names == [.az: "Odlar Telecom"])
        #expect(telekom.networks.map(\.description) == ["198.18.0.0/23", "198.18.2.0/24", "2001:db8:1000::/36"])
        #expect(telekom.asns == [ASN(64496)])
        #expect(
            telekom.contacts.map(\.description) == [
                "abuse|Abuse desk|abuse@telekom.example|az|+000 12 555 01 01", "general|Odlar Telecom|info@telekom.example|az",
            ])
    }

    @Test("networks without an organisation go by their name, with the abuse mailbox of their technical contact")
    func netname() throws {
        let shop = try #require(owners(Self.dump).owners.first { $0.id == "shop-net" })
        #expect(shop.names == [.en: "A shop"] && shop.networks.map(\.description) == ["198.18.2.0/25"])
        #expect(shop.contacts.map(\.description) == ["technical|Shop staff|staff@shop.example", "abuse|Shop staff|abuse@shop.example"])
    }

    @Test("only what belongs to the wanted countries is taken")
    func countries() throws {
        let here = try #require(CountryCode("AZ"))
        #expect(owners(Self.dump).owners.map(\.id) == ["org-ot1-test", "shop-net", "elsewhere", "org-de1-test"])
        #expect(owners(Self.dump, countries: [here]).owners.map(\.id) == ["org-ot1-test", "shop-net"])
    }

    @Test("mistakes have their line: a range that is none, an organisation that is missing")
    func mistakes() {
        let files = owners(
            "inetnum: 198.18.9.0 - 198.18.1.0\nnetname: BACKWARDS\n\naut-num: AS64500\nas-name: X\norg: ORG-GONE-TEST\n\naut-num: ASX\n")
        #expect(files.mistakes.map(\.line) == [1, 4, 8])
        #expect(files.owners.map(\.id) == ["org-gone-test"])
    }

    @Test("letters of ISO 8859-1 are read")
    func latin1() throws {
        var bytes = Array("aut-num: AS64500\r\nas-name: X\r\ndescr: Z".utf8)
        bytes += [0xFC] + Array("rich\r\n".utf8)
        var dump = RegistryDump(countries: [])
        dump.read(bytes, path: "x")
        #expect(dump.owners().owners.first?.name() == "Zürich")
    }

    @Test("split files are read together, and imported twice they change nothing")
    func splitFiles() throws {
        let folder = try ScratchFolder()
        let objects = Self.dump.components(separatedBy: "\n\n")
        let kinds = ["inetnum", "inet6num", "aut-num", "organisation", "role"]
        let paths = try kinds.map { kind in
            try folder.write("ripe.db.\(kind)", objects.filter { $0.hasPrefix(kind + ":") }.joined(separator: "\n\n"))
        }
        let files = try RegisterImport.read(paths)
        #expect(files.mistakes == [])
        #expect(Set(files.owners.map(\.id)) == ["org-ot1-test", "shop-net", "elsewhere", "org-de1-test"])
        let register = try folder.register()
        try register.apply(try register.plan(for: files))
        #expect(try register.plan(for: files).isEmpty)
        #expect(try register.lookup("198.18.2.7")?.matches.map(\.owner.id) == ["shop-net", "org-ot1-test"])
    }

    @Test("what people wrote into the register stays when the registry is imported again")
    func handWritten() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take("register: 1\nowners:\n  - id: org-ot1-test\n    sector: telecommunications\n    names: {en: Ours}\n")
        let plan = try register.plan(for: owners(Self.dump))
        #expect(plan.changed.first?.changes.map(\.field) == [.networks, .asns])
        try register.apply(plan)
        #expect(try register.owner("org-ot1-test")?.names == [.en: "Ours"])
    }
}
