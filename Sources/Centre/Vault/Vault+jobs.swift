internal import Foundation
internal import GRDB
internal import Vocabulary

extension Vault {
    static let scanJob = "vault.scan"

    /// Whether there are YARA rules.
    var hasRules: Bool { !YaraRules.paths(in: rulesFolder).isEmpty }

    /// What the vault does by itself.
    public var jobs: [JobKind] {
        [
            JobKind(name: "vault.sweep", schedule: JobSchedule("41 3 * * *")) { _ in
                .done("\(try await self.sweep()) files without owner removed")
            },
            JobKind(name: Vault.scanJob, lease: .seconds(300)) { context in
                let id = try context.payload(String.self)
                return .done(try await self.scan(id))
            },
        ]
    }

    /// Looks at a file with the rules there are now.
    /// - Returns: what was found, for the page of jobs
    func scan(_ id: String) async throws -> String {
        guard let file = try await file(id) else { return "the file is gone" }
        let scan = try await look(at: file)
        try await records.write { try VaultStore.set(scan: scan, of: id, $0) }
        return switch scan {
        case .matched(let rules, _): "\(id): \(rules.joined(separator: ", "))"
        case .failed(let reason, _): "\(id): \(reason)"
        case .clean, .none: "\(id): no rule matched"
        }
    }

    private func look(at file: VaultFile) async throws -> VaultScan {
        do {
            let rules = try YaraRules(folder: rulesFolder)
            // Rules look at a file as a whole. What is longer is looked at as far as this.
            var bytes: [UInt8] = []
            bytes.reserveCapacity(min(file.size, YaraRules.limit))
            for try await piece in try await content(of: file.id) {
                bytes.append(contentsOf: piece.prefix(YaraRules.limit - bytes.count))
                if bytes.count == YaraRules.limit { break }
            }
            let matches = try rules.matches(bytes)
            if matches.isEmpty, file.size > YaraRules.limit {
                return .failed("only the first \(YaraRules.limit >> 20) MiB were looked at", clock())
            } else {
                return matches.isEmpty ? .clean(clock()) : .matched(matches, clock())
            }
        } catch let error as VaultError {
            return .failed("\(error)", clock())
        }
    }
}
