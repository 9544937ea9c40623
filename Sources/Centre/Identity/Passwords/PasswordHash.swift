internal import CArgon2

/// Argon2id (RFC 9106) with the parameters of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.
struct PasswordHash: Sendable, Hashable {
    /// KiB of memory.
    var memory: UInt32
    var passes: UInt32

    static let usual = PasswordHash(memory: 19 * 1024, passes: 2)

    /// The text that is stored: parameters, salt and hash in one (`$argon2id$v=19$m=…`).
    /// - Throws: ``PasswordHashError`` where there is no memory for it.
    func text(of password: String) throws(PasswordHashError) -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let bytes = Array(password.utf8)
        let room = argon2_encodedlen(passes, memory, 1, UInt32(salt.count), 32, Argon2_id)
        var text = [CChar](repeating: 0, count: room)
        let code = argon2id_hash_encoded(passes, memory, 1, bytes, bytes.count, salt, salt.count, 32, &text, room)
        guard code == keshik_argon2_ok else { throw PasswordHashError(code: code) }
        return text.withUnsafeBufferPointer { String(decoding: $0.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
    }

    /// Whether a password is the one of a stored text.
    /// - Throws: ``PasswordHashError`` where the text is damaged or there is no memory.
    static func matches(_ password: String, _ text: String) throws(PasswordHashError) -> Bool {
        let bytes = Array(password.utf8)
        let code = argon2id_verify(text, bytes, bytes.count)
        if code == keshik_argon2_ok { return true }
        guard code == keshik_argon2_mismatch else { throw PasswordHashError(code: code) }
        return false
    }

    /// Whether a stored text was made with these parameters; others are made anew at the next sign-in.
    func made(_ text: String) -> Bool { text.hasPrefix("$argon2id$v=19$m=\(memory),t=\(passes),p=1$") }
}

/// Why a password could not be hashed.
struct PasswordHashError: Error, Sendable, Hashable, CustomStringConvertible {
    let code: Int32
    var description: String { "argon2: \(String(cString: argon2_error_message(code))); the machine may be out of memory" }
}
