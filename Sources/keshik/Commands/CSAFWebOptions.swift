import ArgumentParser
import CSAF
import CSAFWeb
import FoundationEssentials
import Post

/// How much of the web a command reads.
struct CSAFWebOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most files that are fetched in all.", valueName: "number")) var maxFiles = 100_000
    @Option(help: ArgumentHelp("The most MiB that one file has.", valueName: "MiB")) var maxFileSize = 64
    @Option(help: ArgumentHelp("The most MiB that are fetched in all.", valueName: "MiB")) var maxTotal = 8_192
    @Option(help: ArgumentHelp("The most minutes that fetching takes.", valueName: "minutes")) var maxTime = 60
    @Flag(help: "Also ask this machine and private networks that documents lead to.") var local = false

    var limits: WebLimits {
        WebLimits(answer: maxFileSize << 20, answers: maxFiles, total: maxTotal << 20, time: .seconds(maxTime * 60))
    }

    func validate() throws {
        guard 1...10_000_000 ~= maxFiles, 1...1_024 ~= maxFileSize, 1...1_000_000 ~= maxTotal, 1...10_000 ~= maxTime else {
            throw ValidationError("limits are whole numbers above 0: files up to 10000000, MiB of a file up to 1024, minutes up to 10000")
        }
    }

    /// Runs a piece of work with a reader that is closed after it.
    func withReader<Result: Sendable>(_ body: (WebReader) async throws -> Result) async throws -> Result {
        let reader = WebReader(limits: limits, isLocal: local)
        do {
            let result = try await body(reader)
            await reader.close()
            return result
        } catch {
            await reader.close()
            throw error
        }
    }

    /// True for what is asked over the web: an address, or a domain that is no file here.
    static func isOfWeb(_ text: String) -> Bool {
        if text.hasPrefix("https://") || text.hasPrefix("http://") { return true }
        return text.contains(".") && !text.contains("/") && !FileManager.default.fileExists(atPath: text) && !text.hasSuffix(".json")
    }
}

/// A key ring in a folder of its own that goes when the work is done: strangers' keys are not kept.
enum PassingKeyring {
    /// Runs a piece of work with tools that look at OpenPGP signatures; nil, and a note, where GnuPG is missing.
    static func use<Result: Sendable>(_ body: (SignatureTools?) async throws -> Result) async throws -> Result {
        let folder = "/tmp/keshik-keys-\(UUID().uuidString.prefix(8))"
        guard let ring = try? Keyring(folder: folder), (try? await ring.keys(standard: .openPGP)) != nil else {
            try? FileManager.default.removeItem(atPath: folder)
            Terminal.note("GnuPG cannot be used, so signatures are not looked at; apt install gnupg")
            return try await body(nil)
        }
        let tools = SignatureTools(
            take: { try await ring.import($0).filter { $0.standard == .openPGP }.map(\.fingerprint) },
            flaw: { signature, document, fingerprints in await flaw(signature, document, fingerprints, ring) })
        do {
            let result = try await body(tools)
            try? await ring.close()
            try? FileManager.default.removeItem(atPath: folder)
            return result
        } catch {
            try? await ring.close()
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private static func flaw(_ signature: [UInt8], _ document: [UInt8], _ fingerprints: [String], _ ring: Keyring) async -> String? {
        let signatures: [MailSignature]
        do { signatures = try await ring.signatures(signature, on: document, .openPGP) } catch {
            return "the signature cannot be read: \(error)"
        }
        guard !signatures.isEmpty else { return "there is no signature in it" }
        for signature in signatures {
            // A key that ended since may have signed while it was good; who signs with one that has ended is told apart by the dates.
            let isInTime =
                signature.verdict == .expired
                && (signature.key?.expires).map { end in signature.signedAt.map { $0 < end } ?? false } ?? false
            guard signature.verdict == .valid || isInTime else { continue }
            if let key = signature.key?.fingerprint, fingerprints.contains(key) { return nil }
        }
        return switch signatures[0].verdict {
        case .broken: "the signature is not that of the document"
        case .unknownKey: "the signature is by a key that the provider does not name: \(signatures[0].fingerprint)"
        case .revoked: "the signature is by a key that was revoked: \(signatures[0].fingerprint)"
        case .expired: "the signature, or its key, had ended: \(signatures[0].fingerprint)"
        case .valid: "the signature is by a key of another provider: \(signatures[0].fingerprint)"
        case .untrusted(let reason), .unreadable(let reason): "the signature cannot be looked at: \(reason)"
        }
    }
}
