import CSAF
import CSAFWeb
import Foundation
import Glibc
import Post
import Testing

@Suite(
    "Signatures of providers", .enabled(if: access("/usr/bin/gpg", X_OK) == 0, "GnuPG is not installed"), .serialized,
    .timeLimit(.minutes(5)))
struct OpenPGPMirrorTests {
    /// A provider that signs, another one, and whoever gathers, with real keys.
    private final class Stage {
        let folder: String
        let servers: [SmallServer]
        let providers: [SampleProvider]
        let keyrings: [Keyring]
        let keys: [ProviderSettings.Key]

        init() async throws {
            folder = "/tmp/csaf-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            servers = [try await .start(), try await .start()]
            providers = try zip(["one", "two"], servers).map { try SampleProvider($0, server: $1) }
            var (rings, keys): ([Keyring], [ProviderSettings.Key]) = ([], [])
            for name in ["one", "two", "own"] {
                let ring = try Keyring(folder: folder + "/" + name)
                let gpg = Process()
                gpg.executableURL = URL(filePath: "/usr/bin/gpg")
                gpg.arguments = [
                    "--homedir", folder + "/" + name, "--batch", "--quiet", "--passphrase", "", "--quick-gen-key",
                    "\(name) <\(name)@cert.example>",
                    "ed25519", "sign", "never",
                ]
                gpg.standardError = FileHandle.nullDevice
                try gpg.run()
                gpg.waitUntilExit()
                let key = try #require(try await ring.keys(standard: .openPGP).first)
                keys.append(ProviderSettings.Key(fingerprint: key.fingerprint, armored: try await ring.export(key.fingerprint)))
                rings.append(ring)
            }
            (keyrings, self.keys) = (rings, keys)
        }

        /// Publishes documents of the first provider with its signatures.
        func publishSigned(_ documents: [[UInt8]], by signer: Int = 0, names key: Int = 0) async throws {
            var signatures: [[UInt8]: [UInt8]] = [:]
            for document in documents {
                signatures[document] = try await keyrings[signer].detachedSignature(of: document, .openPGP, by: keys[signer].fingerprint)
            }
            let table = signatures
            try providers[0].publish(documents, role: .trustedProvider, key: keys[key]) { table[$0] ?? [] }
        }

        /// The tools of the command, with a ring of their own.
        func tools(_ body: (SignatureTools) async throws -> Void) async throws {
            let ring = try Keyring(folder: folder + "/strangers")
            try await body(
                SignatureTools(
                    take: { try await ring.import($0).map(\.fingerprint) },
                    flaw: { signature, document, fingerprints in
                        let found = (try? await ring.signatures(signature, on: document, .openPGP)) ?? []
                        let isRight = found.contains { $0.verdict == .valid && fingerprints.contains($0.key?.fingerprint ?? "") }
                        return isRight ? nil : "the signature is not that of the document"
                    }))
            try await ring.close()
        }

        func end() async throws {
            for ring in keyrings { try await ring.close() }
            for provider in providers { provider.remove() }
            try? FileManager.default.removeItem(atPath: folder)
            for server in servers { try await server.stop() }
        }
    }

    private static func documents(_ numbers: Int...) -> [[UInt8]] { numbers.map { SampleProvider.document("EX-2024-\($0)") } }

    @Test("a trusted provider meets 18 to 20; a signature by another key, or on other bytes, breaks 19")
    func check() async throws {
        let stage = try await Stage()
        try await stage.publishSigned(Self.documents(1, 2))
        try await stage.tools { tools in
            func results() async throws -> [Int: ProviderCheck.Result] {
                let reader = WebReader(isLocal: true)
                let results = try await ProviderWebCheck(reader: reader, tools: tools).run(stage.servers[0].root)
                await reader.close()
                return Dictionary(uniqueKeysWithValues: results.map { ($0.number, $0) })
            }
            var found = try await results()
            for number in 18...20 { #expect(found[number]?.state == .passed, "\(String(describing: found[number]))") }
            let path = "/.well-known/csaf/white/2024/ex-2024-1.json.asc"
            let right = stage.servers[0][path]
            stage.servers[0][path] = stage.servers[0]["/.well-known/csaf/white/2024/ex-2024-2.json.asc"]
            found = try await results()
            #expect(found[19]?.state == .failed && found[18]?.state == .passed)
            stage.servers[0][path] = right
            // The key that the metadata names is another one than lies there.
            stage.servers[0].change("/.well-known/csaf/openpgp/\(stage.keys[0].fingerprint).asc") { $0.bytes = stage.keys[1].armored }
            found = try await results()
            #expect(found[20]?.state == .failed && found[19]?.state == .failed)
        }
        try await stage.end()
    }

    @Test("an aggregator copies right signatures, signs what has none, and takes nothing with a wrong one")
    func mirror() async throws {
        let stage = try await Stage()
        try await stage.publishSigned(Self.documents(1, 2))
        try stage.providers[1].publish(Self.documents(3))
        let root = stage.folder + "/served"
        let own = (ring: stage.keyrings[2], key: stage.keys[2])
        try await stage.tools { tools in
            func gather() async throws -> [AggregatorMirror.Outcome] {
                let reader = WebReader(isLocal: true)
                let party = AggregatorMirror.Party(
                    category: .aggregator, name: "Example CERT", namespace: "https://cert.example",
                    baseURL: "https://cert.example/aggregator",
                    key: own.key)
                let outcomes = try await AggregatorMirror(into: .init(root: root), as: party, reader: reader, tools: tools) {
                    try await own.ring.detachedSignature(of: $0, .openPGP, by: own.key.fingerprint)
                }.run(stage.servers.map(\.root))
                await reader.close()
                return outcomes
            }
            #expect(try await gather().map(\.state) == [.mirrored, .mirrored])
            func copied(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: root + "/current/" + file))) }
            let theirs = try #require(stage.servers[0]["/.well-known/csaf/white/2024/ex-2024-1.json.asc"]?.bytes)
            #expect(try copied("one.example/white/2024/ex-2024-1.json.asc") == theirs)
            let ours = try await own.ring.signatures(
                copied("two.example/white/2024/ex-2024-3.json.asc"), on: copied("two.example/white/2024/ex-2024-3.json"), .openPGP)
            #expect(ours.map(\.verdict) == [.valid])
            for (name, key) in [("one", stage.keys[0]), ("two", own.key)] {
                let metadata = try JSONTree(copied("\(name).example/provider-metadata.json"))
                #expect(metadata.root["role"]?.text == "csaf_trusted_provider")
                #expect(metadata.root["public_openpgp_keys"]?[0]?["fingerprint"]?.text == key.fingerprint)
            }
            #expect(ProviderCheck(path: root + "/current").run().allSatisfy { $0.state != .failed })

            // A document that was changed, digests and all, but could not be signed.
            try await stage.publishSigned(Self.documents(1, 2), by: 1, names: 0)
            let outcomes = try await gather()
            #expect(outcomes.map(\.state) == [.kept, .mirrored])
            #expect(outcomes[0].remarks.first?.contains("signature") == true)
            #expect(try copied("one.example/white/2024/ex-2024-1.json.asc") == theirs)
        }
        try await stage.end()
    }
}
