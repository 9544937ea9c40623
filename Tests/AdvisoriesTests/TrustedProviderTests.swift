import CSAF
import Centre
import CentreTesting
import Crypto
import Foundation
import Post
import Testing
import Vocabulary

@testable import Advisories

/// A key ring with a key of the centre's, made for the test.
struct TestKeyring {
    let keyring: Keyring
    let folder: String

    static func use(_ body: (Keyring) async throws -> Void) async throws {
        let folder = "/tmp/kadv-\(UInt32.random(in: 0...UInt32.max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keyring = try Keyring(folder: folder)
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = [
            "gpg", "--homedir", folder, "--batch", "--passphrase", "", "--quick-generate-key", "Example CERT <cert@cert.example>",
            "ed25519",
            "sign", "never",
        ]
        program.standardError = FileHandle.nullDevice
        program.standardOutput = FileHandle.nullDevice
        try program.run()
        program.waitUntilExit()
        guard program.terminationStatus == 0 else { throw CancellationError() }
        defer { Task { try? await keyring.close() } }
        try await body(keyring)
    }

    /// Whether GnuPG itself, in a folder that knows nothing but the key, finds the signature good.
    static func verify(_ document: Data, _ signature: Data, key: Data) throws -> Bool {
        let folder = "/tmp/kver-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in [("d", document), ("s", signature), ("k", key)] {
            try bytes.write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        for arguments in [["--import", folder + "/k"], ["--verify", folder + "/s", folder + "/d"]] {
            let program = Process()
            program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            program.arguments = ["gpg", "--homedir", folder, "--batch"] + arguments
            program.standardError = FileHandle.nullDevice
            try program.run()
            program.waitUntilExit()
            if program.terminationStatus != 0 { return false }
        }
        return true
    }
}

@Suite("a CSAF trusted provider over HTTP, requirement by requirement (CSAF 2.0 section 7.1)", .serialized)
struct TrustedProviderTests {
    @Test("requirements 1 to 20 hold for what is served")
    func requirements() async throws {
        try await TestKeyring.use { keyring in
            try await AdvisoryHouse.use(keyring: keyring) { house in
                let open = try await house.publish(AdvisoryHouse.content())
                let amber = try await house.publish(AdvisoryHouse.content("Meters can be switched off", tlp: .amber))
                let reader = house.running.browser(.public)
                let path = house.documentPath(open)

                // 1: the document is valid.
                let document = try await reader.get(path)
                #expect(document.status == 200)
                #expect(try CSAFValidator(preset: .basic).validate(Array(document.body)).isValid)
                // 2: its file is named after its id. 11: the folder is the year of its first release.
                #expect(path.hasSuffix("/white/2026/\(DocumentFile.name(forID: "EX-CERT-2026-0001"))"))
                // 3: addresses are of https. 9: the metadata is at the well-known place.
                let metadataAnswer = try await reader.get("/.well-known/csaf/provider-metadata.json")
                #expect(metadataAnswer.headers["content-type"] == "application/json")
                let metadata = try JSONTree(Array(metadataAnswer.body)).root
                #expect(metadata["canonical_url"]?.text == AdvisoryHouse.site + "/.well-known/csaf/provider-metadata.json")
                // 4: what is TLP:WHITE can be had by everyone, without a cookie.
                #expect(document.headers["set-cookie"] == nil)
                // 5: what is TLP:AMBER or RED cannot.
                let restricted = house.documentPath(amber)
                for hidden in [
                    restricted, restricted + ".sha256", restricted + ".asc", "/.well-known/csaf/amber/index.txt",
                    "/.well-known/csaf/feed-tlp-amber.json",
                ] {
                    #expect(try await reader.get(hidden).status == 401, "\(hidden)")
                    let partner = try await reader.send(
                        "GET", hidden, headers: ["Authorization": "Bearer program:advisories.restricted"])
                    #expect(partner.status == 200, "\(hidden)")
                    let other = try await reader.send("GET", hidden, headers: ["Authorization": "Bearer program:notices.read"])
                    #expect(other.status == 403, "\(hidden)")
                }
                #expect(try await !reader.get("/.well-known/csaf/white/index.txt").contains(amber.tracking?.lowercased() ?? "-"))
                // 6: no document is given by a redirection.
                #expect(document.location == nil)
                // 7: the metadata is what its schema asks.
                #expect(metadata["metadata_version"]?.text == "2.0" && metadata["role"]?.text == "csaf_trusted_provider")
                #expect(metadata["publisher"]?["namespace"]?.text == AdvisoryHouse.site && metadata["last_updated"]?.text != nil)
                // 8: security.txt names the metadata. (10, a DNS name of its own, is one of three ways; 8 and 9 are there.)
                #expect(
                    try await reader.get("/.well-known/security.txt").contains(
                        "CSAF: \(AdvisoryHouse.site)/.well-known/csaf/provider-metadata.json"))
                // 12 and 13: index.txt and changes.csv list it.
                #expect(try await reader.get("/.well-known/csaf/white/index.txt").text == "2026/ex-cert-2026-0001.json\n")
                #expect(
                    try await reader.get("/.well-known/csaf/white/changes.csv").contains(
                        "\"2026/ex-cert-2026-0001.json\",\"2026-03-02T12:00:00Z\""))
                // 14: listings of folders are not needed where ROLIE is served. 15: the feed that is open to everyone.
                let feed = try JSONTree(Array(try await reader.get("/.well-known/csaf/feed-tlp-white.json").body)).root["feed"]
                let entries = feed?["entry"]?.children.map(\.self) ?? []
                #expect(entries.map { $0["id"]?.text } == ["EX-CERT-2026-0001"])
                #expect(entries.first?["content"]?["src"]?.text == AdvisoryHouse.site + path)
                // 16: the service document. 17: categories.
                #expect(try await reader.get("/.well-known/csaf/service.json").contains("feed-tlp-white.json"))
                #expect(try await reader.get("/.well-known/csaf/category-white.json").contains("Router X"))
                // 18: digests.
                let sha256 = SHA256.hash(data: document.body).map { String(format: "%02x", $0) }.joined()
                #expect(try await reader.get(path + ".sha256").text.hasPrefix(sha256))
                let sha512 = SHA512.hash(data: document.body).map { String(format: "%02x", $0) }.joined()
                #expect(try await reader.get(path + ".sha512").text.hasPrefix(sha512))
                // 19: the signature, by the key of 20.
                let key = try #require(metadata["public_openpgp_keys"]?.children.map(\.self).first)
                let address = try #require(key["url"]?.text)
                let armored = try await reader.get(String(address.dropFirst(AdvisoryHouse.site.count)))
                #expect(armored.status == 200 && armored.contains("BEGIN PGP PUBLIC KEY BLOCK"))
                let signature = try await reader.get(path + ".asc")
                #expect(try TestKeyring.verify(document.body, signature.body, key: armored.body))
                #expect(try !TestKeyring.verify(document.body + Data(" ".utf8), signature.body, key: armored.body))
                // And the tree as a whole.
                for result in ProviderCheck(path: house.advisories.press.tree).run() {
                    #expect(result.state != .failed, "requirement \(result.number): \(result.findings)")
                }
            }
        }
    }

    @Test(
        "nothing outside the tree can be had",
        arguments: [
            "/.well-known/csaf/../keshik.sqlite", "/.well-known/csaf/%2e%2e/%2e%2e/records.sqlite",
            "/.well-known/csaf/white/..%2f..%2fsecrets.key",
            "/.well-known/csaf//etc/passwd", "/.well-known/csaf/white/2026/.hidden", "/.well-known/csaf/WHITE%00.json",
            "/.well-known/csaf/amber%2Findex.txt", "/.well-known/csaf/white/../amber/index.txt",
        ])
    func outside(_ path: String) async throws {
        try await AdvisoryHouse.use { house in
            try await house.publish(AdvisoryHouse.content(tlp: .amber))
            let answer = try await house.running.browser(.public).get(path)
            #expect([400, 401, 404].contains(answer.status), "\(path) \(answer.status)")
            #expect(!answer.contains("ex-cert-2026-r0001"))
        }
    }
}
