import Testing
import Vocabulary

@Suite("Incident types")
struct IncidentTypeTests {
    @Test("the data format has 44 types in 11 classes, each readable by its name", arguments: IncidentType.allCases)
    func names(type: IncidentType) {
        #expect(IncidentType(name: type.name) == type)
        #expect(IncidentType(name: type.name.uppercased()) == type)
        #expect(type.taxonomy.types.contains(type))
        #expect(type.summary.hasSuffix("."))
        #expect(!type.title.isEmpty)
    }

    @Test("every class is readable by its name and has types", arguments: Taxonomy.allCases)
    func classes(taxonomy: Taxonomy) {
        #expect(Taxonomy(name: taxonomy.name) == taxonomy)
        #expect(!taxonomy.types.isEmpty)
    }

    @Test("types and classes are as many as the data format has")
    func counts() {
        #expect(IncidentType.allCases.count == 44)
        #expect(Set(IncidentType.allCases.map(\.name)).count == 44)
        #expect(Taxonomy.allCases.count == 11)
        #expect(IncidentType.allCases.map(\.name) == IncidentType.allCases.map(\.name).sorted())
        #expect(IncidentType.allCases.filter { !$0.isReferenceType } == [.blacklist, .dgaDomain, .malware, .proxy, .tor])
    }

    @Test(
        "a type belongs to its class",
        arguments: [
            ("infected-system", "malicious-code"), ("c2-server", "malicious-code"), ("brute-force", "intrusion-attempts"),
            ("vulnerable-system", "vulnerable"), ("blacklist", "other"), ("malware", "other"), ("dga-domain", "other"),
            ("phishing", "fraud"), ("data-leak", "information-content-security"), ("scanner", "information-gathering"),
            ("system-compromise", "intrusions"), ("ddos", "availability"), ("spam", "abusive-content"), ("test", "test"),
        ])
    func membership(type: String, taxonomy: String) {
        #expect(IncidentType(name: type)?.taxonomy.name == taxonomy)
    }

    @Test(
        "names of earlier versions are read as what they are called now",
        arguments: [
            ("botnet drone", "infected-system"), ("ids alert", "ids-alert"), ("c&c", "c2-server"), ("C2Server", "c2-server"),
            ("infected system", "infected-system"), ("malware configuration", "malware-configuration"),
            ("Unauthorised-information-access", "unauthorised-information-access"), ("leak", "data-leak"),
            ("vulnerable client", "vulnerable-system"), ("vulnerable service", "vulnerable-system"), ("ransomware", "infected-system"),
            ("unknown", "undetermined"), ("dga domain", "dga-domain"), ("unauthorized-login", "system-compromise"),
            ("unauthorized-command", "system-compromise"), ("compromised", "system-compromise"), ("backdoor", "system-compromise"),
            ("defacement", "unauthorised-information-modification"), ("dropzone", "other"),
            ("unauthorised-use-of-resources", "unauthorized-use-of-resources"), (" Brute_Force ", "brute-force"),
        ])
    func formerNames(text: String, name: String) {
        #expect(IncidentType(name: text)?.name == name)
    }

    @Test("other words are no type", arguments: ["", "infected", "infected--system", "infected-systems", "c2", "brute-forcé"])
    func refused(text: String) {
        #expect(IncidentType(name: text) == nil)
    }

    @Test(
        "older spellings of a class are read",
        arguments: ["abusive content", "Malicious Code", "information_gathering", "intrusion attempts"])
    func formerClasses(text: String) {
        #expect(Taxonomy(name: text) != nil)
    }
}
