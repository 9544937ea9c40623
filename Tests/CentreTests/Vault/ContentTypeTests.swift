import Testing

@testable import Centre

@Suite("What a file is by its content")
struct ContentTypeTests {
    private func type(_ bytes: [UInt8]) -> ContentType {
        var sample = ContentSample()
        sample.take(bytes[...])
        return sample.type
    }

    private func type(_ text: String) -> ContentType { type(Array(text.utf8)) }

    @Test("the beginning tells, not the name")
    func beginnings() {
        #expect(type("%PDF-1.7\n").media == "application/pdf")
        #expect(type("MZ\u{0}\u{0}").danger == .program)
        #expect(type("<!DOCTYPE html><script>alert(1)</script>").media == "text/html")
        #expect(type("Received: from mx.example.org\r\nSubject: x\r\n\r\n").media == "message/rfc822")
        #expect(type("Salam, dünya: ə ğ ı").media == "text/plain")
        #expect(type([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]).label == "PNG")
        #expect(type([]).media == "application/x-empty")
        #expect(type([0, 1, 2, 0xFF]) == .unknown)
        let eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
        #expect(type(eicar).danger == .program)
    }

    @Test("a file that can be read as two kinds is said to be both and is no harmless one")
    func polyglots() {
        let gif = type("GIF89a" + String(repeating: " ", count: 50) + "<script>alert(1)</script>")
        #expect(gif.also == ["text/html"])
        #expect(gif.danger == .active)
        let png = type(
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 1, count: 9_000) + [0x50, 0x4B, 5, 6]
                + [UInt8](repeating: 0, count: 18))
        #expect(png.also == ["application/zip"])
        #expect(type("MZ" + String(repeating: "x", count: 100) + "%PDF-1.4").also == ["application/pdf"])
    }

    @Test(
        "a name is made safe to show and to write",
        arguments: [
            ("../../etc/passwd", "passwd"), ("C:\\Temp\\a.exe", "a.exe"), ("rechnung\u{202E}gpj.exe", "rechnunggpj.exe"), ("", "file"),
            (".bashrc", "bashrc"), ("a\u{0}b\r\nc.txt", "abc.txt"), ("con.txt", "_con.txt"), ("<img src=x>.png", "_img src=x_.png"),
            ("şəkil 1.png", "şəkil 1.png"), ("...", "file"), ("-rf", "rf"),
        ])
    func names(given: String, safe: String) {
        #expect(SafeName.of(given) == safe)
    }
}
