import Centre
import Crypto
import Foundation
import Testing
import Vocabulary

@testable import Referrals

@Suite("rules of referrals")
struct ReferralRulesTests {
    @Test("a referral moves as far as it may, and no further")
    func states() {
        let allowed: [(ReferralState, ReferralState.Event, ReferralState)] = [
            (.draft, .seal, .sealed), (.draft, .withdraw, .withdrawn), (.sealed, .unseal, .draft), (.sealed, .release, .released),
            (.sealed, .withdraw, .withdrawn), (.released, .handOver, .handedOver), (.handedOver, .accept, .accepted),
            (.handedOver, .decline, .declined), (.handedOver, .close, .closed), (.accepted, .decline, .declined),
            (.accepted, .close, .closed), (.declined, .close, .closed),
        ]
        for state in ReferralState.allCases {
            for event in ReferralState.Event.allCases {
                #expect(state.after(event) == allowed.first { $0.0 == state && $0.1 == event }?.2, "\(state) \(event)")
            }
        }
    }

    @Test("a request is answered only where a person found that its basis holds")
    func requests() {
        for holds in [nil, false, true] as [Bool?] {
            #expect(LawRequestState.received.after(.answer, holds: holds) == nil)
            #expect(LawRequestState.received.after(.refuse, holds: holds) == nil)
            #expect(LawRequestState.checked.after(.answer, holds: holds) == (holds == true ? .answering : nil))
            #expect(LawRequestState.checked.after(.refuse, holds: holds) == .refused)
            #expect(LawRequestState.answering.after(.leave, holds: holds) == .answered)
            for event in LawRequestState.Event.allCases {
                #expect(LawRequestState.answered.after(event, holds: holds) == nil)
                #expect(LawRequestState.refused.after(event, holds: holds) == nil)
            }
        }
    }

    @Test("named words and personal data are made unreadable wherever they stand")
    func redaction() {
        let all = Redaction(terms: ["Aygün", "Aygün Example"], kinds: [.email, .phone, .address])
        let (text, count) = all.applied(
            to: "AYGÜN EXAMPLE (aygun@example.com, +994 12 555 01 23) from 192.0.2.7 and 2001:db8::17; version 1.2.3, 42 files")
        #expect(text == "█████ (█████, █████) from █████ and █████; version 1.2.3, 42 files")
        #expect(count == 5)
        #expect(Redaction().applied(to: "a@b.example").count == 0)
    }

    @Test("every article of the convention's substantive part is there, and each type that is a crime has a proposal")
    func articles() throws {
        let folder = ResourceFolderPath.articles
        let bases = try LegalBases(shipped: folder, own: "/nowhere")
        #expect(bases.all.filter { $0.id.hasPrefix("budapest-") }.map(\.article) == (2...12).map(String.init))
        for basis in bases.all {
            for language in ["az", "en", "ru"] { #expect(basis.law[language] != nil && basis.title[language] != nil, "\(basis.id)") }
        }
        let crimes: [IncidentType] = [
            .phishing, .ddos, .systemCompromise, .malwareDistribution, .c2Server, .sniffing, .violence, .copyright,
        ]
        for type in crimes { #expect(!bases.proposed(for: type).isEmpty, "\(type)") }
        #expect(bases.proposed(for: .ddos).map(\.id) == ["budapest-5", "az-273"])
        #expect(bases.proposed(for: nil).isEmpty)
    }

    @Test("articles of the country are data: a file in the data folder stands in the place of the shipped one, a wrong one is named")
    func nationalArticles() throws {
        let own = FileManager.default.temporaryDirectory.appendingPathComponent("articles-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: own) }
        let file = own.appendingPathComponent("national.yaml")
        try Data("- {id: xx-1, law: {en: Code}, article: \"1\", title: {en: T}, types: [ddos]}\n".utf8).write(to: file)
        let bases = try LegalBases(shipped: ResourceFolderPath.articles, own: own.path)
        #expect(bases.proposed(for: .ddos).map(\.id) == ["budapest-5", "xx-1"])
        try Data("- {id: xx-1, law: {en: Code}, article: \"1\", title: {en: T}, types: [dddos]}\n".utf8).write(to: file)
        #expect(throws: LegalBasisMistake.self) { try LegalBases(shipped: ResourceFolderPath.articles, own: own.path) }
    }

    @Test("the checksum of ZIP is CRC-32")
    func checksum() {
        var checksum = Checksum()
        checksum.take(Array("12345".utf8))
        checksum.take(Array("6789".utf8))
        #expect(checksum.value == 0xCBF4_3926)
    }

    @Test("manifests of a bag list every file with its digest, and line ends in names are written as codes")
    func bag() throws {
        var bag = Bag(name: "R-1")
        bag.add(text: "hello\n", at: "a\n%.txt")
        bag.add(evidence: "x", sha256: String(repeating: "0", count: 64), size: 10, at: "evidence/b")
        bag.add(info: "Source-Organization", "One\nTwo")
        bag.add(tag: "README.txt", "r")
        let files = Dictionary(uniqueKeysWithValues: bag.tagFiles.map { ($0.path, String(decoding: $0.content, as: UTF8.self)) })
        #expect(files["bagit.txt"] == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        #expect(files["bag-info.txt"] == "Source-Organization: One\n  Two\nPayload-Oxum: 16.2\n")
        let hello = SHA256.hash(data: Data("hello\n".utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(
            files["manifest-sha256.txt"]
                == "\(hello)  data/a%0A%25.txt\n\(String(repeating: "0", count: 64))  data/evidence/b\n")
        #expect(String(decoding: bag.tagManifest, as: UTF8.self).split(separator: "\n").count == 4)
    }
}

/// Where the shipped tables lie.
enum ResourceFolderPath {
    static var articles: String { ResourceFolder.of("Referrals").path + "/Articles" }
}
