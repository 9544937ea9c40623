internal import Crypto
internal import GRDB
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The SQL of second factors and recovery codes.
struct SecondFactorStore: Sendable {
    let seal: SecondFactorSeal
    /// Recovery codes are stored under it.
    let pepper: SigningKey

    func totp(of account: String, _ database: Database) throws -> TOTP? {
        guard let sealed = try Data.fetchOne(database, sql: "SELECT totp FROM identity_account WHERE id = ?", arguments: [account]) else {
            return nil
        }
        return seal.open(sealed, for: account).map(TOTP.init(secret:))
    }

    /// A new second factor, already proved by a code of `step`.
    func set(_ totp: TOTP, for account: String, step: Int64, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_account SET totp = ?, totp_step = ?, generation = generation + 1 WHERE id = ?",
            arguments: [try seal.seal(totp.secret, for: account), step, account])
    }

    func remove(from account: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_account SET totp = NULL, totp_step = 0, generation = generation + 1 WHERE id = ?", arguments: [account])
        try database.execute(sql: "DELETE FROM identity_recovery WHERE account = ?", arguments: [account])
    }

    /// Takes a code of the app, once.
    func accept(_ code: String, of account: String, now: Instant, _ database: Database) throws -> Bool {
        guard let totp = try totp(of: account, database) else { return false }
        let used = try Int64.fetchOne(database, sql: "SELECT totp_step FROM identity_account WHERE id = ?", arguments: [account]) ?? 0
        guard let step = totp.step(of: code, at: now.seconds, after: used) else { return false }
        try database.execute(sql: "UPDATE identity_account SET totp_step = ? WHERE id = ?", arguments: [step, account])
        return true
    }

    /// Takes a recovery code, once.
    func acceptRecovery(_ code: String, of account: String, now: Instant, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "UPDATE identity_recovery SET used = ? WHERE account = ? AND digest = ? AND used IS NULL",
            arguments: [now.microseconds, account, digest(code)])
        return database.changesCount == 1
    }

    /// Ten new codes in the place of all before; they are shown now and never again.
    func makeRecovery(for account: String, _ database: Database) throws -> [String] {
        var generator = SystemRandomNumberGenerator()
        let codes = (0..<10).map { _ in
            let text = Base32.text((0..<15).map { _ in UInt8.random(in: 0...255, using: &generator) }).lowercased()
            return stride(from: 0, to: 24, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: "-")
        }
        try database.execute(sql: "DELETE FROM identity_recovery WHERE account = ?", arguments: [account])
        for code in codes {
            try database.execute(
                sql: "INSERT INTO identity_recovery (account, digest) VALUES (?, ?)", arguments: [account, digest(code)])
        }
        return codes
    }

    /// How many codes are left.
    func recoveryLeft(_ account: String, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM identity_recovery WHERE account = ? AND used IS NULL", arguments: [account]) ?? 0
    }

    /// 120 random bits need no slow hash (ASVS 5.0 V6.5.2); the key keeps a copy of the records from being tried against.
    private func digest(_ code: String) -> Data {
        Data(pepper.signature(of: code.lowercased().utf8.filter { $0 != 0x2D && $0 != 0x20 }))
    }
}
