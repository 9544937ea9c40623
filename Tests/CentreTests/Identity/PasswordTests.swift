import Testing

@testable import Centre

@Suite("Passwords")
struct PasswordTests {
    private static let rules = PasswordRules(denied: ["Test Centre", "TC-CERT"])

    @Test(
        "passwords are long, and not among those that are tried first",
        arguments: [
            ("seven lonely umbrellas", nil), ("dörd sakit fənər yanır", nil), ("тихий лиловый жираф", nil), ("kQ7#vX2!mZ9w", nil),
            ("eleven chars"[...].dropLast().description, .short), ("password1234", .common), ("P@ssw0rd!2024", .common),
            ("qwertyuiop[]", .common), ("123456789012", .common), ("abcdefghijkl", .common), ("1qaz2wsx3edc", .common),
            ("aaaaaaaaaaaa", .common), ("abcabcabcabcabc", .common), ("Azerbaijan2026", .common), ("passwordpassword", .common),
            ("AdminAdmin123!", .common), ("TestCentre2026", .common), ("leylamammadova1", .personal), ("Leyla!Mammadova!", .personal),
            ("парольпароль12", .common), ("şifrəşifrə123", .common),
        ] as [(String, PasswordFlaw?)])
    func flaws(password: String, flaw: PasswordFlaw?) {
        #expect(Self.rules.flaw(password, person: ["leyla.mammadova", "Leyla Mammadova"]) == flaw)
    }

    @Test("a password of 257 characters is too long, one of 256 is not")
    func limits() {
        let long = (0..<64).map { "w\($0)xq" }.joined()
        #expect(Self.rules.flaw(String(long.prefix(256)), person: []) == nil)
        #expect(Self.rules.flaw(String((long + long).prefix(257)), person: []) == .long)
    }

    @Test("a password is recognised under any parameters, and made anew under weaker ones")
    func hash() throws {
        let weak = PasswordHash(memory: 64, passes: 1)
        let text = try weak.text(of: "dörd sakit fənər")
        #expect(text.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(try PasswordHash.matches("dörd sakit fənər", text))
        #expect(try !PasswordHash.matches("dörd sakit fəner", text))
        #expect(try weak.text(of: "dörd sakit fənər") != text)
        #expect(weak.made(text) && !PasswordHash.usual.made(text))
        #expect(throws: PasswordHashError.self) { try PasswordHash.matches("x", "$argon2id$broken") }
        #expect(PasswordHash.usual.memory >= 19 * 1024 && PasswordHash.usual.passes >= 2)
    }

    @Test("without an account as much is done, and nothing matches")
    func decoy() async throws {
        let desk = PasswordDesk(parameters: PasswordHash(memory: 64, passes: 1))
        let stored = try await desk.text(of: "right")
        #expect(try await desk.matches("right", stored, lane: .unknown))
        #expect(try await !desk.matches("wrong", stored, lane: .unknown))
        #expect(try await !desk.matches("right", nil, lane: .unknown))
        #expect(await desk.worked == 3)
    }
}
