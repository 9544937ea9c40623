import Foundation
import Testing
import Vocabulary

@testable import Constituency

/// A folder of its own for one test, gone afterwards.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "keshik-register-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// An empty register in the folder.
    func register() throws -> Register { try Register.open(url.appending(path: "register.sqlite").path) }

    /// Writes a file and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        let place = url.appending(path: name)
        try Data(text.utf8).write(to: place)
        return place.path
    }
}

extension Register {
    /// Imports YAML that has no mistakes.
    @discardableResult
    func take(_ yaml: String, mode: RegisterPlan.Mode = .merge) throws -> RegisterPlan {
        let files = RegisterYAML.read(yaml, path: "owners.yaml")
        #expect(files.mistakes == [])
        let plan = try plan(for: files, mode: mode)
        try apply(plan)
        return plan
    }
}

enum Sample {
    static let register = """
        register: 1
        profile:
          name: "Odlar"
          sample: true
          warning-lists: {lift: [rfc1918, documentation]}
          networks: networks.mmdb
        owners:
          - id: rabite
            names: {en: "Ministry of Communications", az: "Rabitə Nazirliyi"}
            sector: government
            countries: [AZ]
          - id: odlar-telekom
            names: {en: "Odlar Telecom", az: "Odlar Telekomunikasiya"}
            sector: telecommunications
            critical: true
            parent: rabite
            networks: ["198.18.0.0/16", "2001:db8:1000::/36"]
            asns: [64496]
            domains: ["telekom.example"]
            contacts:
              - {purpose: abuse, name: "Abuse desk", email: abuse@telekom.example, language: az, phone: "+000 12 555 01 01"}
              - {purpose: technical, phone: "+000 12 555 01 02"}
            notes: "Writes back \\"quickly\\".\\nSecond line"
          - id: seki-bank
            names: {az: "Şəki Xalq Bankı", en: "Sheki People's Bank"}
            sector: banking
            parent: odlar-telekom
            priority: 5
            networks: ["198.18.7.0/24"]
            domains: ["bank.example", "ödəniş.example"]

        """
}
