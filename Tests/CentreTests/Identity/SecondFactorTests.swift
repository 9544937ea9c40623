import Foundation
import Testing

@testable import Centre

@Suite("Second factors")
struct SecondFactorTests {
    /// RFC 6238 appendix B, SHA-1, eight digits.
    @Test(
        "codes are those of RFC 6238",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func vectors(seconds: Int64, code: String) {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        #expect(totp.code(step: TOTP.step(at: seconds), digits: 8) == code)
        #expect(totp.code(step: TOTP.step(at: seconds)) == code.suffix(6))
    }

    @Test("a code opens in its own half minute and those beside it, and never again")
    func replay() {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let step = TOTP.step(at: 1_000_000)
        for offset: Int64 in -3...3 {
            let code = totp.code(step: step + offset)
            #expect(totp.step(of: code, at: 1_000_000, after: 0) == (abs(offset) <= 1 ? step + offset : nil), "\(offset)")
        }
        #expect(totp.step(of: totp.code(step: step), at: 1_000_000, after: step) == nil)
        #expect(totp.step(of: totp.code(step: step - 1), at: 1_000_000, after: step) == nil)
        #expect(totp.step(of: totp.code(step: step + 1), at: 1_000_000, after: step) == step + 1)
        for wrong in ["", "12345", "1234567", "abcdef", totp.code(step: step) + "0"] {
            #expect(totp.step(of: wrong, at: 1_000_000, after: 0) == nil)
        }
    }

    /// RFC 4648 section 10, without padding.
    @Test("base32", arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")])
    func base32(text: String, encoded: String) { #expect(Base32.text(Array(text.utf8)) == encoded) }

    @Test("a sealed secret opens for its account alone")
    func seal() throws {
        let seal = SecondFactorSeal(key: SigningKey(bytes: [1, 2, 3]))
        let sealed = try seal.seal([9, 8, 7], for: "staff-1")
        #expect(seal.open(sealed, for: "staff-1") == [9, 8, 7])
        #expect(seal.open(sealed, for: "staff-2") == nil)
        #expect(SecondFactorSeal(key: SigningKey(bytes: [1])).open(sealed, for: "staff-1") == nil)
    }

    // MARK: - QR codes

    @Test(
        "a QR code has its patterns, its format twice, and grows with its text",
        arguments: [(10, 21), (14, 21), (15, 25), (62, 33), (150, 49), (287, 65)])
    func qrCode(length: Int, size: Int) throws {
        let code = try #require(QRCode(String(repeating: "k", count: length)))
        #expect(code.size == size)
        for (column, row) in [(0, 0), (size - 7, 0), (0, size - 7)] {
            #expect((0..<7).allSatisfy { code[column + $0, row] && code[column + $0, row + 6] && code[column, row + $0] })
            #expect(!code[column + 1, row + 1] && code[column + 3, row + 3])
        }
        #expect((8..<size - 8).allSatisfy { code[$0, 6] == ($0 % 2 == 0) && code[6, $0] == ($0 % 2 == 0) })
        // The format: level M, and the same twice.
        let first = (0...5).map { code[8, $0] } + [code[8, 7], code[8, 8], code[7, 8]] + (9..<15).map { code[14 - $0, 8] }
        let second = (0..<8).map { code[size - 1 - $0, 8] } + (8..<15).map { code[8, size - 15 + $0] }
        #expect(first == second)
        let bits = first.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) } ^ 0x5412
        #expect(bits >> 13 == 0)
        var rest = bits
        for shift in stride(from: 14, through: 10, by: -1) where rest >> shift & 1 == 1 { rest ^= 0x537 << (shift - 10) }
        #expect(rest == 0)
    }

    @Test("a text too long for the picture has none")
    func tooLong() { #expect(QRCode(String(repeating: "k", count: 288)) == nil) }

    @Test("words with their correction leave no remainder, and with a changed byte they do")
    func reedSolomon() {
        let divisor = ReedSolomon.divisor(16)
        let words = (0..<30).map { UInt8($0 * 7 % 251) }
        let whole = words + ReedSolomon.remainder(words, divisor)
        #expect(ReedSolomon.remainder(whole, divisor).allSatisfy { $0 == 0 })
        var changed = whole
        changed[3] ^= 1
        #expect(!ReedSolomon.remainder(changed, divisor).allSatisfy { $0 == 0 })
    }
}
