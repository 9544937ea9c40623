internal import Crypto
internal import Foundation

/// Time-based one-time passwords (RFC 6238): six digits, thirty seconds, HMAC with SHA-1, which is what every app does.
struct TOTP: Sendable, Hashable {
    static let period: Int64 = 30
    /// Twenty bytes, as RFC 4226 section 4 recommends.
    let secret: [UInt8]

    init(secret: [UInt8]) { self.secret = secret }

    static func random() -> TOTP {
        var generator = SystemRandomNumberGenerator()
        return TOTP(secret: (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// The number of the period that a time in seconds lies in.
    static func step(at seconds: Int64) -> Int64 { seconds / period }

    /// The code of a period (RFC 4226 section 5.3).
    func code(step: Int64, digits: Int = 6) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: Data(counter), using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let value = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var modulus: UInt32 = 1
        for _ in 0..<digits { modulus *= 10 }
        let text = String(value % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The period that a code belongs to, one before to one after a time; nil where it belongs to none, or to one that is not later than
    /// the last one used (RFC 6238 section 5.2: a code opens once).
    func step(of code: String, at seconds: Int64, after used: Int64) -> Int64? {
        let given = Array(code.utf8.filter { $0 != 0x20 })
        guard given.count == 6 else { return nil }
        let now = Self.step(at: seconds)
        var found: Int64?
        for step in now - 1...now + 1 where Token.equal(Array(self.code(step: step).utf8), given) && step > used { found = found ?? step }
        return found
    }

    /// The secret as apps take it typed: base32 (RFC 4648 section 6) without padding.
    var text: String { Base32.text(secret) }

    /// The address that apps read from a QR code.
    func address(issuer: String, account: String) -> String {
        "otpauth://totp/\(Form.encoded(issuer)):\(Form.encoded(account))?secret=\(text)&issuer=\(Form.encoded(issuer))"
    }
}

/// base32 (RFC 4648 section 6), without padding.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits = 0
        var value: UInt32 = 0
        for byte in bytes {
            value = value << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(value >> UInt32(bits) & 31)])
            }
            value &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(alphabet[Int(value << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
