import Centre
import Testing
import Vocabulary

@testable import Reporting

@Suite("What a report seems to be")
struct TypeProposerTests {
    private func proposer() throws -> TypeProposer { try TypeProposer(path: ResourceFolder.of("Reporting").path + "/types.yaml") }

    @Test(
        "words in three languages, with and without their letters, say the type",
        arguments: [
            ("Bank adından mesaj gəldi, kart məlumatlarımı istədilər, saxta sayt", IncidentType.phishing),
            ("bank adindan mesaj geldi, saxta sayt", .phishing),
            ("A fake page asked for my card number", .phishing),
            ("Пришла ссылка от имени банка, просят пароль", .phishing),
            ("Kompüterimdə fayllar şifrələnib, fidyə istəyirlər", .unauthorisedInformationModification),
            ("All my files are encrypted, they want a ransom", .unauthorisedInformationModification),
            ("Шифровальщик зашифровал всё, требуют выкуп", .unauthorisedInformationModification),
            ("Instaqram hesabımı oğurladılar, daxil ola bilmirəm", .unprivilegedAccountCompromise),
            ("Мошенники обманом заставили: перевела деньги", .masquerade),
            ("Saytımız DDoS altındadır, sayt açılmır", .ddos),
            ("Our database for sale, personal data leaked", .dataLeak),
            ("hello", .undetermined),
        ])
    func types(text: String, type: IncidentType) throws {
        #expect(try proposer().propose(text).type == type)
    }

    @Test("what a person chose decides where words say nothing, and says why else")
    func chosen() throws {
        let proposer = try proposer()
        #expect(proposer.propose("it is strange", happening: .malware).type == .infectedSystem)
        #expect(proposer.propose("fişinq, saxta sayt", happening: .malware).type == .phishing)
        #expect(proposer.propose("fişinq").because == ["fişinq"])
    }

    @Test(
        "what must not wait is heard in the words",
        arguments: [
            ("Mən jurnalistəm, məni hədələyirlər", CarePath.threatenedPerson), ("hospital network is down", .criticalInfrastructure),
            ("мне сейчас звонят из банка", .fraudInProgress), ("azyaşlı uşağın şəkilləri", .childSafety),
        ])
    func care(text: String, path: CarePath) throws {
        #expect(try proposer().propose(text).care.contains(path))
    }
}
